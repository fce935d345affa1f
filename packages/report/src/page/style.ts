/** The page's own style sheet. */
export const PAGE_STYLE = `
:root{--text:#1c2430;--soft:#5b6675;--line:#dfe3e8;--paper:#fff;--panel:#f6f8fa;--good:#00704f;--bad:#b3261e;color-scheme:light dark}
@media (prefers-color-scheme: dark){:root{--text:#e6e9ee;--soft:#9aa5b4;--line:#333b47;--paper:#14181f;--panel:#1b2029;--good:#3ecf9f;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--text);font:16px/1.5 ui-sans-serif,system-ui,"Segoe UI","DejaVu Sans","Liberation Sans",Arial,sans-serif}
main{max-width:1080px;margin:0 auto;padding:24px 16px 48px}
h1{font-size:clamp(1.15rem,5vw,1.6rem);line-height:1.25;margin:0;overflow-wrap:anywhere}
header p{color:var(--soft);margin:.25rem 0 0;overflow-wrap:anywhere}
h2{font-size:1.1rem;margin:2.2rem 0 .8rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:1.4rem 0 .5rem}
p.note{color:var(--soft);margin:.4rem 0}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:10px;margin:0}
.facts div{background:var(--panel);border-radius:8px;padding:8px 12px;min-width:0}
.facts dt{color:var(--soft);font-size:.8rem}
.facts dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.gallery{display:grid;gap:16px}
.gallery.large{grid-template-columns:repeat(auto-fill,minmax(min(100%,420px),1fr))}
.gallery.small{grid-template-columns:repeat(auto-fill,minmax(min(100%,190px),1fr))}
pre+details,.wide+pre{margin-top:.8rem}
figure{margin:0;min-width:0}
figure svg{display:block;width:100%;height:auto}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums;min-width:50%}
th,td{text-align:left;padding:4px 14px 4px 0;border-bottom:1px solid var(--line);white-space:nowrap;vertical-align:top}
th{color:var(--soft);font-weight:600}
th.number,td.number{text-align:right}
.verdict{border-left:4px solid var(--soft);background:var(--panel);border-radius:0 8px 8px 0;padding:10px 14px}
.verdict.good{border-color:var(--good)}
.verdict.bad{border-color:var(--bad)}
.verdict p{margin:0}
.verdict ul{margin:.4rem 0 0;padding-left:1.2rem}
pre{background:var(--panel);border-radius:8px;padding:12px;margin:.4rem 0;white-space:pre-wrap;overflow-wrap:anywhere;font:.85rem/1.45 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
details summary{cursor:pointer;color:var(--soft)}
.tokens{line-height:2.1;font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
.tokens span{border-radius:3px;padding:2px 1px;background:color-mix(in srgb,#d1591b calc(var(--bits)*1%),transparent)}
footer{margin-top:3rem;color:var(--soft);font-size:.8rem}
`.trim();
