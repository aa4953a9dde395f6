"""Which channel suits a customer, and which suits a business."""
