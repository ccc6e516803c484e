"""The two pages of the inbox, as plain HTML that works without any script."""

import re
from collections.abc import Sequence
from datetime import datetime
from html import escape

from deploy.local.mail.mailbox import Mail
from deploy.local.mail.wording import LANGUAGES, moment

STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#1d2433, #e8ebf2);
  --soft: light-dark(#5a6478, #a3adc2); --paper: light-dark(#fff, #171b24);
  --ground: light-dark(#f2f4f8, #0f1218); --line: light-dark(#dde2ec, #2b3240);
  --accent: light-dark(#1a5fb4, #8ab8f5); }
* { box-sizing: border-box }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink);
  background: var(--ground) }
main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 4rem }
h2 { font-size: 1rem; margin: 0 0 .5rem }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; overflow-wrap: anywhere }
p.soft, .soft { color: var(--soft); margin: 0 }
a { color: var(--accent) }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 1rem 0 }
label { flex: 1 1 14rem } label span { display: block; font-size: .9rem; color: var(--soft) }
input, button { font: inherit; min-height: 2.75rem; padding: .3rem .75rem; border-radius: .5rem;
  border: 1px solid var(--soft); background: var(--paper); color: inherit; width: 100% }
button { width: auto; border-color: var(--accent); color: var(--accent); cursor: pointer }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
ul { list-style: none; margin: 1rem 0; padding: 0; background: var(--paper);
  border: 1px solid var(--line); border-radius: .75rem; overflow: hidden }
li + li { border-top: 1px solid var(--line) }
li a { display: block; padding: .8rem 1rem; text-decoration: none; color: inherit }
li a:hover { background: var(--ground) }
li strong { display: block; overflow-wrap: anywhere }
article { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem;
  padding: 1rem; margin: 1rem 0 }
dl { display: grid; grid-template-columns: auto 1fr; gap: .2rem 1rem; margin: 1rem 0 }
dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: 0 }
iframe { width: 100%; height: 38rem; border: 0; border-radius: .5rem; background: #fff }
"""
LINK = re.compile(r"https?://[^\s<>\"']+")


def mail_list(mails: Sequence[Mail], to: str, language: str) -> str:
    """The list, with a filter by address."""
    words = LANGUAGES[language]
    rows = "".join(_row(mail, language) for mail in mails)
    return _page(
        words["inbox"],
        language,
        f"""<h1>{words["inbox"]}</h1>
<p class="soft">{words["intro"]}</p>
<form><label><span>{words["to"]}</span>
<input type="email" name="to" value="{escape(to)}" placeholder="name@example.org"></label>
<button>{words["show"]}</button></form>
{f"<ul>{rows}</ul>" if rows else f"<p class='soft'>{words['nothing']}</p>"}""",
    )


def one_mail(mail: Mail, language: str) -> str:
    """One message: who, when, and its text with links that can be followed."""
    words = LANGUAGES[language]
    subject = _subject(mail, language)
    return _page(
        subject,
        language,
        f"""<p><a href="/">{words["all"]}</a></p><h1>{escape(subject)}</h1>
<dl><dt>{words["from"]}</dt><dd>{escape(str(mail.message.get("From", mail.sender)))}</dd>
<dt>{words["to"]}</dt><dd>{escape(", ".join(mail.recipients))}</dd>
<dt>{words["received"]}</dt><dd>{_when(mail, language)}</dd></dl>
<article><pre>{_with_links(mail.body("plain"))}</pre></article>{_picture(mail, language)}""",
    )


def _picture(mail: Mail, language: str) -> str:
    """The message's HTML in a frame where nothing of it can run."""
    if not mail.body("html"):
        return ""
    title = LANGUAGES[language]["picture"]
    allowed = "allow-popups allow-popups-to-escape-sandbox"
    return (
        f'<article><h2 class="soft">{title}</h2><iframe sandbox="{allowed}" title="{title}"'
        f' src="/messages/{mail.id}/html"></iframe></article>'
    )


def _row(mail: Mail, language: str) -> str:
    to = escape(", ".join(mail.recipients))
    return (
        f'<li><a href="/messages/{mail.id}"><strong>{escape(_subject(mail, language))}</strong>'
        f'<span class="soft">{to} · {_when(mail, language)}</span></a></li>'
    )


def _subject(mail: Mail, language: str) -> str:
    return str(mail.message.get("Subject") or LANGUAGES[language]["no_subject"])


def _when(mail: Mail, language: str) -> str:
    return moment(datetime.fromtimestamp(mail.received_at), language)


def _with_links(text: str) -> str:
    """Escape the text and make its addresses links."""
    parts, end = [], 0
    for match in LINK.finditer(text):
        link = escape(match.group().rstrip(".,;:)"))
        parts += [escape(text[end : match.start()]), f'<a href="{link}">{link}</a>']
        end = match.start() + len(match.group().rstrip(".,;:)"))
    return "".join([*parts, escape(text[end:])])


def _page(title: str, language: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )
