"""How the properties of a tag are called on the page."""

KINDS = {
    "fact": "事实",
    "rule": "规则",
    "model": "模型",
    "intent": "意向",
    "stated": "自述",
    "manual": "人工",
}
LEVELS = {"company": "全公司"}
