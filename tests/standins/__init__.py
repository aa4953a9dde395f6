"""Small servers that stand for what lies outside of us: WeChat's API, and Rasa where it is not under test."""
