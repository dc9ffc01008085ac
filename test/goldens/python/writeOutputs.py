"""Writes scores of a few models and what scikit-learn and SciPy make of them to standard output, as JSON."""
import json, warnings
import numpy as np
import scipy
import sklearn
from scipy.spatial.distance import jensenshannon
from scipy.special import softmax
from scipy.stats import entropy
from sklearn import metrics

warnings.filterwarnings("ignore")
random = np.random.default_rng(11)


def logits(labels, classes, skill):
    scores = random.normal(size=(len(labels), classes)) + skill * np.eye(classes)[labels]
    return np.round(scores, 3)


def quality(labels, scores):
    probabilities, predicted = softmax(scores, axis=1), scores.argmax(axis=1)
    classes = list(range(scores.shape[1]))
    found = sorted(set(labels) | set(predicted))
    recall = metrics.recall_score(labels, predicted, labels=found, average=None, zero_division=0)
    f1 = metrics.f1_score(labels, predicted, labels=found, average=None, zero_division=0)
    return dict(
        accuracy=metrics.accuracy_score(labels, predicted),
        f1_macro=metrics.f1_score(labels, predicted, average="macro", zero_division=0),
        f1_micro=metrics.f1_score(labels, predicted, average="micro", zero_division=0),
        balanced_accuracy=metrics.balanced_accuracy_score(labels, predicted),
        mcc=metrics.matthews_corrcoef(labels, predicted),
        log_loss=metrics.log_loss(labels, probabilities, labels=classes),
        perClass=[
            [int(c), int((labels == c).sum()), float(r), float(f)] for c, r, f in zip(found, recall, f1)
        ],
    )


def pair(x, y):
    p, q = softmax(x, axis=1), softmax(y, axis=1)
    a, b = x.argmax(axis=1), y.argmax(axis=1)
    rows = range(len(x))
    kappa = metrics.cohen_kappa_score(a, b)
    return {
        "hard.disagreement": metrics.zero_one_loss(a, b),
        "hard.kappa": None if np.isnan(kappa) else kappa,
        "soft.jsd": float(np.mean([jensenshannon(p[i], q[i]) ** 2 for i in rows])),
        "soft.jsd(unit: bits)": float(np.mean([jensenshannon(p[i], q[i], 2) ** 2 for i in rows])),
        "soft.kl": float(np.mean([entropy(p[i], q[i]) for i in rows])),
        "soft.kl(unit: bits)": float(np.mean([entropy(p[i], q[i], 2) for i in rows])),
        "soft.norm_diff": float(np.mean(np.linalg.norm(p - q, axis=1)) / 2),
        "soft.norm_diff(norm: L1)": float(np.mean(np.abs(p - q).sum(axis=1)) / 2),
    }


def of_set(models):
    answers = np.stack([scores.argmax(axis=1) for scores in models])
    votes = [np.bincount(answers[:, i], minlength=models[0].shape[1]) for i in range(answers.shape[1])]
    return {
        "hard.label_entropy": float(np.mean([entropy(each) for each in votes])),
        "hard.label_entropy(unit: bits)": float(np.mean([entropy(each, base=2) for each in votes])),
        "hard.ambiguity": float(np.mean([each.max() < len(models) for each in votes])),
        "hard.discrepancy": max(
            metrics.zero_one_loss(a, b) for at, a in enumerate(answers) for b in answers[at + 1 :]
        ),
    }


def case(name, labels, *models):
    labels = np.asarray(labels)
    return dict(
        name=name,
        labels=labels.tolist(),
        models=[scores.tolist() for scores in models],
        quality=[quality(labels, scores) for scores in models],
        pair=pair(models[0], models[1]),
        set=of_set(models),
    )


def cases():
    labels = np.arange(30) * 7 % 5
    usual = [logits(labels, 5, skill) for skill in (2, 1.5, 0.5)]
    yield case("three models of different skill", labels, *usual)
    absent = usual[0].copy()
    absent[:, 3] -= 20
    yield case("a class that is never predicted", labels, absent, usual[1], usual[2])
    yield case("a class that is predicted and never true", np.where(labels == 4, 0, labels), *usual)
    perfect = np.round(5 * np.eye(5)[labels] + usual[2] / 10, 3)
    yield case("a model without a mistake", labels, perfect, usual[1], usual[2])
    constant = np.tile([0.5, 2, 0, 0, 0], (30, 1))
    yield case("a model that always says the same", labels, constant, usual[1], usual[2])
    yield case("two models that say the same one class", labels, constant, constant + 1, usual[2])
    ties = np.round(usual[1])
    ties[:10] = 1
    yield case("equal largest scores, of which the first counts", labels, ties, np.round(usual[0]), usual[2])
    two = np.arange(16) % 2
    yield case("two classes", two, *[logits(two, 2, skill) for skill in (1, 0.5, 0)])
    yield case("one instance", [1], *[logits(np.array([1]), 3, skill) for skill in (1, 0, 0)])


versions = dict(sklearn=sklearn.__version__, scipy=scipy.__version__, numpy=np.__version__)
print(json.dumps(dict(versions=versions, cases=list(cases()))))
