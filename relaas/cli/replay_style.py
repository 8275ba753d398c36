"""The style of the replay page; its hash stands in the page's policy."""

STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 108rem; padding: 1.5rem; background: #fff; color: #1b2733;
  font: 1rem/1.5 system-ui, "Liberation Sans", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; margin: 0; overflow-wrap: anywhere; }
h3 { font-size: 1.05rem; margin: 0 0 .75rem; padding-bottom: .35rem; border-bottom: 3px solid #154273; }
a { color: #0a4f96; text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible { outline: 3px solid #0a4f96; outline-offset: 2px; }
small { display: block; color: #4c5a68; font-size: .85em; }
.intro, .facts { max-width: 70ch; }
.source, .judged, .quiet { color: #4c5a68; }
.judged { font-size: .9rem; margin-top: 0; }
nav ol { display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: .75rem 1rem; margin: 0 0 1rem; list-style: none;
  background: #f3f5f7; font-size: .9rem; }
article { border-top: 1px solid #9aa7b4; padding: 2rem 0 1rem; }
.figures { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0 .5rem; }
.figures div { flex: 1 1 14rem; background: #f3f5f7; border-left: 4px solid #154273; padding: .6rem .9rem; }
.figures dt { color: #4c5a68; font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.35rem; font-weight: 700; }
.figures dd small { font-weight: 400; font-size: .85rem; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2rem; margin-top: 1rem; }
@media (min-width: 80rem) { .columns { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
.after h3 { border-color: #1c6b36; }
figure { margin: 0 0 1rem; border: 1px solid #d5dce3; padding: .5rem; overflow-x: auto; }
figure svg { display: block; max-width: 100%; height: auto; }
figcaption { font-size: .85rem; }
.scroll { overflow-x: auto; margin-bottom: 1.25rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; font-weight: 700; padding: .25rem 0; }
th, td { overflow-wrap: break-word; text-align: left; vertical-align: top;
  padding: .4rem .6rem; border-bottom: 1px solid #d5dce3; }
th { background: #f3f5f7; font-weight: 600; }
td ul { margin: 0; padding-left: 1.1rem; }
ul.acts { list-style: none; padding: 0; }
ul.acts li { padding-left: 1.3rem; position: relative; }
.acts .sign { position: absolute; left: 0; }
.owes { margin: .4rem 0 0; color: #4c5a68; }
.sign { font-weight: 700; }
.allowed > .sign, .agree > .sign, .kept > .sign { color: #1c6b36; }
.against_rules > .sign, .disagree > .sign, .broken > .sign, .late { color: #a6201b; }
.not_as_told > .sign, .unclear > .sign, .unknown > .sign, .open > .sign { color: #8a4a06; }
.late { font-weight: 600; }
.limits { background: #fff7e3; border-left: 4px solid #9a6200; padding: .75rem 1rem; margin-top: 1rem; }
.limits h3 { border: 0; margin: 0; padding: 0; font-size: 1rem; }
.limits ul { margin: .25rem 0 0; padding-left: 1.2rem; }
@media print { .columns { display: block; } nav { display: none; } article { break-before: page; } }
""".strip()
