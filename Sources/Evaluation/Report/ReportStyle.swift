/// The page's style: one column, readable on a phone, in the dark and on paper. Blue and orange stay apart for
/// eyes that do not tell red from green.
let reportStyle = """
    :root { color-scheme: light dark; --ink: #1a1a1a; --soft: #667; --line: #d8dae0; --page: #fff; --card: #f6f7f9;
      --first: #1f5fa8; --second: #b4540a; --bad: #a4262c; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e8e8ea; --soft: #a0a4b0; --line: #3a3d46; --page: #16171b;
      --card: #202228; --first: #7db4f0; --second: #f0a35e; --bad: #f28b82; } }
    * { box-sizing: border-box; }
    body { font: 16px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--page); max-width: 70rem;
      margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
    h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
    h3 { font-size: 1rem; margin: .5rem 0; }
    small, .hint, .summary { color: var(--soft); } .hint { font-size: .9rem; margin: .25rem 0 .75rem; }
    .first { color: var(--first); } .second { color: var(--second); }
    .panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 1rem; }
    figure { margin: 0; padding: .75rem; background: var(--card); border-radius: .5rem; break-inside: avoid; }
    figcaption { font-weight: 600; margin-bottom: .25rem; }
    .row { display: flex; align-items: center; gap: .5rem; font-size: .9rem; line-height: 1.6; }
    .row .name { flex: 0 0 5.5rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .row .value { flex: 0 0 3rem; text-align: right; font-variant-numeric: tabular-nums; }
    .track { position: relative; flex: 1; height: 1rem; border-bottom: 1px solid var(--line);
      background: linear-gradient(to right, var(--line) 1px, transparent 1px) 0 0 / 25% 100%; }
    .track i { position: absolute; top: 50%; }
    .bar { height: 8px; margin-top: -4px; background: var(--first); opacity: .4; border-radius: 2px; }
    .mean { width: 3px; height: 14px; margin: -7px 0 0 -1.5px; border-radius: 1.5px; background: var(--first); }
    .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
    th, td { text-align: right; padding: .3rem .5rem; border-bottom: 1px solid var(--line); white-space: nowrap;
      font-variant-numeric: tabular-nums; }
    th:first-child, td:first-child { text-align: left; white-space: normal; min-width: 11rem; }
    .sure td:first-child { font-weight: 600; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0; }
    dt { color: var(--soft); } dd { margin: 0; }
    @media (max-width: 34rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
    .plot { display: flex; gap: .5rem; } .plot svg { flex: 1; min-width: 0; height: 12rem; background: var(--card);
      border-radius: .5rem; }
    .curve { width: 100%; max-width: 40rem; background: var(--card); border-radius: .5rem; }
    .curve text { font-size: 12px; fill: var(--soft); } .curve path { fill: none; }
    .curve .grid { stroke: var(--line); } .curve .line { stroke: var(--first); stroke-width: 2; }
    .curve .range { stroke: var(--second); stroke-width: 2; } .curve circle { fill: var(--second); }
    .axis { display: flex; flex-direction: column; justify-content: space-between; text-align: right;
      font-size: .8rem; color: var(--soft); }
    path.first { fill: var(--first); } path.second { fill: var(--second); }
    path.zero { stroke: var(--soft); stroke-width: 1; vector-effect: non-scaling-stroke; }
    .ends { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .25rem 1rem; font-size: .9rem;
      margin: .4rem 0 0; }
    details { border-top: 1px solid var(--line); padding: .4rem 0; content-visibility: auto;
      contain-intrinsic-size: auto 2.5rem; }
    summary { cursor: pointer; display: flex; gap: .75rem; justify-content: space-between; align-items: baseline; }
    summary .title { flex: 1; min-width: 0; } summary .title::before { content: "▸ "; color: var(--soft); }
    details[open] summary .title::before { content: "▾ "; } details[open] summary .title { font-weight: 600; }
    summary .figures { white-space: nowrap; font-size: .9rem; font-variant-numeric: tabular-nums; }
    @media (max-width: 34rem) { summary { flex-direction: column; gap: 0; align-items: stretch; } }
    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 0 1.5rem; }
    .pair section { background: var(--card); border-radius: .5rem; padding: .25rem .75rem .5rem; margin: .25rem 0;
      min-width: 0; }
    ol, ul { margin: 0; padding-left: 1.9rem; font-size: .92rem; } li { margin: .15rem 0; }
    ol li::before { display: inline-block; width: 1.1em; } .hit::before { content: "✓"; } .bad::before { content: "✗"; }
    .open::before { content: "·"; } .hit::before, b.hit { color: var(--first); } .bad::before, b.bad { color: var(--bad); }
    b.hit::before, b.bad::before { content: none; }
    li.hit { font-weight: 600; } li small { font-weight: 400; } .missed { margin: .4rem 0 0; font-size: .92rem; }
    @media print { body { max-width: none; font-size: 10pt; padding: 0; } details { content-visibility: visible; }
      details:not([open]):nth-of-type(n+51) { display: none; } * { print-color-adjust: exact; }
      h2, .hint { break-after: avoid; } .plot, li, tr { break-inside: avoid; } }
    """
