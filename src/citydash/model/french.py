"""The French words that screens teach, and the words of the format that they stand for.

Whoever types one of them in a file or an option is told the right one.
"""

import re

from citydash.model.text import searchable

_WORDS = {
    "acceptance": "réception", "acknowledged_on": "accusé de réception", "amber": "orange", "applied": "sollicitée",
    "approved": "voté", "arbitration": "arbitrage", "authorisation": "autorisation, ap", "available": "disponible",
    "awarded": "notifiée, attribuée", "bank": "banque", "baseline": "référence", "cancelled": "abandonné, annulé",
    "ceiling": "plafond", "certainty": "certitude", "citizen": "citoyens, citoyen", "closed": "clos, terminé",
    "committed": "engagé", "complete": "dossier complet, complet", "contracted": "conventionnée", "cost": "coût",
    "cost_excl_vat": "coût ht", "credits": "crédits, crédits de paiement", "data": "données",
    "delivery": "réalisation, travaux", "department": "direction, service, département", "depends_on": "dépend de",
    "due": "échéance", "earlier": "antérieur", "eligible": "assiette", "end": "fin", "eu": "union européenne, europe",
    "expected": "attendu", "funder": "financeur", "funding": "financement, financements", "grant": "subvention",
    "green": "vert", "guarantee": "garantie", "idea": "idée", "identified": "identifiée", "in-kind": "en nature",
    "in-progress": "en cours", "intercommunal": "intercommunalité, interco", "investment": "investissement",
    "justified": "justifié", "kind": "nature, type", "lapsed": "caduque", "late": "en retard",
    "later": "au-delà, ultérieur", "lead": "direction pilote, pilote", "level": "échelon, niveau", "links": "liens",
    "loan": "emprunt, prêt", "location": "lieu, localisation", "lost": "perdu", "manager": "responsable",
    "max_rate": "taux maximum", "met": "atteint", "milestone": "jalon", "name": "nom", "net-cost": "reste à charge",
    "not-required": "non requise", "on-hold": "suspendu, en pause", "operating": "fonctionnement",
    "operation": "exploitation", "own": "la collectivité", "own-funds": "autofinancement, fonds propres",
    "paid": "mandaté, payé, soldée", "part-paid": "partiellement versée", "pillar": "pilier",
    "planned": "prévu, prévision", "portfolio": "portefeuille", "price": "produit des services",
    "priority": "priorité", "private": "privé", "progress": "avancement mesuré, avancement", "project": "projet",
    "public": "organisme public", "received": "versé, reçu", "red": "rouge", "refused": "refusée",
    "region": "région", "remaining": "reste à dépenser", "requested": "sollicité, demandé", "review": "revue",
    "risk": "risque", "secured": "sécurisé", "source": "dispositif", "stage": "étape", "start": "début",
    "state": "état", "status": "statut", "study": "étude", "summary": "résumé", "tags": "étiquettes, mots-clés",
    "tender": "consultation, appel d'offres", "title": "intitulé, titre", "to-do": "à faire",
    "to-pay": "engagé non mandaté", "town": "collectivité, ville, commune", "undated": "non phasé",
    "validated": "validée", "vat_refund_share": "part éligible au fctva", "voted": "voté",
    "withdrawn": "retirée", "year": "exercice, année",
}  # fmt: skip
"""Key or word → what it is called in French, the first as the screens say it."""


def _stem(word: str) -> str:
    """Without accents, capitals, hyphens and the endings of gender and number."""
    return re.sub(r"[^a-z0-9]", "", searchable(word)).rstrip("es")


_MEANT: dict[str, list[str]] = {}
for _word, _said in _WORDS.items():
    for _french in _said.split(", "):
        _MEANT.setdefault(_stem(_french), []).append(_word)


def meant(word: str) -> list[str]:
    """The format's words that a French one may stand for; none where it is unknown."""
    return _MEANT.get(_stem(word), [])
