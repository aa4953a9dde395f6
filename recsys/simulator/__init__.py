"""The made-up world beyond today: what people do next, with true chances that policies are judged by."""
