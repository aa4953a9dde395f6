"""业务–客户–渠道适配: which product to offer to whom in which channel, by two methods."""
