"""Run our Rasa components on a few messages and print what they leave there, as JSON.

For Rasa's Python 3.10; ``test_components`` starts it. Argument: an empty folder to work in.
"""

import json
import logging
import sys
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.e5_featurizer import E5Featurizer
from bot.nlu.entity_extractor import HuakeEntityExtractor
from bot.nlu.intent_classifier import HuakeIntentClassifier
from bot.nlu.message_text import plain
from bot.nlu.speller import Speller
from bot.nlu.tokenizer import DomainTokenizer

EXAMPLES = {
    "ask_usage": ["还剩多少流量", "流量剩几个G", "查一下剩余流量", "流量用了多少"],
    "top_up": ["充50话费", "给我充值", "话费充一百", "怎么充话费"],
    "ask_human": ["转人工", "我要找客服", "接人工", "人工服务"],
}
NAMES = [{"id": "p79", "kind": "plan", "line": "mobile", "names": ["畅享79"]}]


def main(folder: Path) -> None:
    (folder / "dictionary.txt").write_text("畅享79 100 nz\n", encoding="utf-8")
    (folder / "names.json").write_text(json.dumps(NAMES), encoding="utf-8")
    storage, context = LocalModelStorage(folder), ExecutionContext(GraphSchema({}), node_name="node")

    def build(kind: Any, name: str, **config: Any) -> Any:
        return kind.create({**kind.get_default_config(), **config}, storage, Resource(name), context)

    warned: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: warned.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("bot.nlu").addHandler(handler)
    wordless = build(DomainTokenizer, "plain", dictionary=str(folder / "absent.txt"))
    tokenizer = build(DomainTokenizer, "tokenizer", dictionary=str(folder / "dictionary.txt"))
    featurizer = build(E5Featurizer, "featurizer", cache=str(folder / "embeddings.npz"))
    extractor = build(HuakeEntityExtractor, "extractor", names=str(folder / "names.json"))

    examples = [Message.build(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
    data = featurizer.process_training_data(tokenizer.process_training_data(TrainingData(examples)))
    words = {"dictionary": str(folder / "dictionary.txt")}
    spelling = build(Speller, "speller", **words).train(data)
    speller = Speller.load(words, storage, spelling, context)
    classifier = build(HuakeIntentClassifier, "classifier")
    resource = classifier.train(data)
    classifier = HuakeIntentClassifier.load({}, storage, resource, context)

    def understand(text: str) -> dict[str, Any]:
        message = Message({"text": text, "metadata": {"at": "2026-07-14T16:30:00+00:00"}})
        for component in (tokenizer, speller, featurizer, classifier, extractor):
            component.process([message])
        ranking = message.get("intent_ranking")
        tokens = [[token.text, token.start] for token in message.get("text_tokens") or []]
        return {
            "intent": message.get("intent")["name"],
            "ranked": [entry["name"] for entry in ranking],
            "total": sum(entry["confidence"] for entry in ranking),
            "entities": message.get("entities"),
            "read": plain(message),
            "tokens": tokens,
        }

    texts = ["明天换成畅享79", "帮我转人工", "流量还剩几个G", "明天还剩几个刘量", "？？", ""]
    results = {text: understand(text) for text in texts}
    plainly = [token.text for token in wordless.tokenize(Message({"text": "畅享79"}), "text")]
    stored = sorted(path.name for path in folder.rglob("*") if path.suffix in (".pkl", ".pickle", ".joblib"))
    print(json.dumps({"results": results, "plain": plainly, "warned": warned, "pickles": stored}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
