"""Short and pet forms of first names, in small letters without accents; one line for each name in its languages."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

GROUPS: Final = """
alexander alex aleksandr alessandro alejandro sandro sasha sascha xander lex
alexandra alex aleksandra alessandra sandra sasha
andrew andy drew andreas andrei andres andre
anthony tony antonio toni anton tonio antoine
benjamin ben benny
catherine katherine kathryn katharina katarina kate katie kathy cathy kathi katya ekaterina kaethe cat kat
christine christina kristina chris tina christiane
christopher chris christoph christian kris topher
daniel dan danny
david dave
deborah debbie deb
dmitri dmitry dima mitya
edward ed eddie ted ned eduardo edu eduard
elizabeth elisabeth liz beth betty eliza lisa elsa lisbeth sisi lizzie
emily em emma
francis frank francisco francesco paco pancho franco franz frans fran francois
frederick fred freddy friedrich fritz federico frederik
gabriel gabe gabi
gerald gerry gerhard gerd
giovanni gianni john johannes hans jan hannes johan ivan vanya juan joao jean johnny jack jon
giuseppe beppe peppe joseph joe josef sepp jose pepe yosef jozef
gregory greg
heinrich heinz heiner henry harry hank enrique henri henrik
ignacio nacho inigo
isabel isabella isabelle bella isa
jacob jake jakob jacopo
james jim jimmy jamie jaime
jeffrey jeff geoffrey geoff
jennifer jen jenny
jessica jess jessie
jonathan jon jonny nathan
kenneth ken kenny
lawrence larry laurence lorenz lorenzo laurent lars
leonard leo leonardo len leon
louis lou luigi gigi luis ludwig lewis
manuel manolo manu emanuel
margaret maggie peggy meg greta margarete margarita rita margarida
maria mary marie mari mia marika
martin marty
matthew matt matthias matze matteo mateo mathias matthieu
maximilian max massimiliano
michael mike mick mikhail misha michele miguel michel mickey
natalia natasha nataliya natalie nat
nicholas nick nicolas nico nikolai kolya niklas klaus nicola nikolaus
olivia liv
patricia pat trish patty tricia
patrick pat paddy
peter pete pedro pietro pierre piotr pyotr petr
philip phil filip philipp philippe felipe filippo
rebecca becky becca
richard rick dick rich ricardo riccardo rico
robert bob rob bobby robbie bert roberto
ronald ron ronnie
samantha sam sammy
samuel sam sammy
sebastian basti seb bastian
sergei sergey serge sergio seryozha
stephen steven steve stefan steffen stephan stefano esteban etienne
susan sue susie susanne susanna
tatiana tanya tatyana tania
theodore ted theo teodor
thomas tom tommy tomas tommaso
timothy tim timo
tobias tobi
ulrich uli ulli
ulrike uli ulli rike
victoria vicky vicki viktoria
vincent vince vincenzo enzo
vladimir vova volodya wladimir
wilhelm william willi will bill billy guillermo guillaume liam guglielmo willem
zachary zach zack
"""


def _forms() -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, line in enumerate(GROUPS.strip().splitlines()):
        for word in line.split():
            found[word].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


FORMS: Final = _forms()


def is_short_for(one: str, other: str) -> bool:
    """Whether two different first names are forms of one.

    >>> is_short_for("bob", "robert"), is_short_for("sam", "samantha"), is_short_for("ana", "anton")
    (True, True, False)
    """
    return one != other and bool(FORMS.get(one, frozenset()) & FORMS.get(other, frozenset()))
