// The element's own styles, adopted as a style sheet: no inline style, so a strict policy of the host is enough.
const LIGHT = "--bg:#fff;--surface:#f6f7f9;--raised:#fff;--sunken:#eceef2;--text:#16191f;--text-2:#4a5261;--text-3:#626b7b;--border:#7a8494;--hairline:#d8dce3;--accent:var(--ff-accent,#0b5cad);--on-accent:var(--ff-on-accent,#fff);--soft:#e6f0fa;--clothing:#1a73d1;--shoe:#7a2e00;--bag:#2b1568;--snack:#948400;--bottle:#00665a;--beauty:#db0f86;--other:#626b7b;--shadow:0 8px 32px rgb(16 24 40/.16);color-scheme:light;";
const DARK = "--bg:#121417;--surface:#1b1e23;--raised:#23272e;--sunken:#0c0e10;--text:#f1f3f6;--text-2:#b9c1cd;--text-3:#98a2b1;--border:#7d8797;--hairline:#2f353e;--accent:var(--ff-accent,#6cb2ff);--on-accent:var(--ff-on-accent,#0b1b2b);--soft:#17293d;--clothing:#3d87e2;--shoe:#de9468;--bag:#c9baf8;--snack:#f5dc1e;--bottle:#a6ebd3;--beauty:#db4c83;--other:#98a2b1;--shadow:0 8px 32px rgb(0 0 0/.5);color-scheme:dark;";

export const STYLES = `
:host{${LIGHT}display:block;container-type:inline-size;background:var(--ff-surface,var(--bg));color:var(--ff-text,var(--text));font:400 14px/1.5 var(--ff-font,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC",sans-serif);-webkit-font-smoothing:antialiased}
:host(.dark){${DARK}}
*{box-sizing:border-box}h1,h2,p,ul,ol{margin:0;padding:0}ul,ol{list-style:none}[hidden]{display:none!important}
button,input{font:inherit;color:inherit}button{cursor:pointer}:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:6px}
.num{font-variant-numeric:tabular-nums}.dim{color:var(--text-2)}.small{font-size:12px}.clip{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.grow{flex:1;min-width:0}
.two{display:-webkit-box;overflow:hidden;-webkit-box-orient:vertical;-webkit-line-clamp:2}.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.watch{display:grid;grid-template-columns:minmax(0,1fr);gap:16px;max-width:1360px;margin:0 auto;padding:0 0 24px}
.title{padding:0 16px;min-width:0}.title h1{overflow-wrap:anywhere;font-size:20px;line-height:1.3;font-weight:600;letter-spacing:-.015em}
.frame{position:relative;background:#08090b;overflow:hidden}.frame video{display:block;width:100%;max-height:72dvh;aspect-ratio:var(--ratio,16/9);object-fit:contain}
.ask{position:absolute;right:12px;top:12px;display:inline-flex;align-items:center;gap:8px;min-height:44px;padding:0 16px;border:0;border-radius:22px;background:rgb(10 12 16/.82);color:#fff;font-weight:600}
.ask svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:1.700;stroke-linecap:round;stroke-linejoin:round}.ask:hover{background:rgb(10 12 16/.95)}
.mute{left:12px;right:auto}
.searching{position:absolute;inset:0;background:rgb(6 8 12/.38);touch-action:none;cursor:crosshair}
.area{position:absolute;border:2px solid #fff;border-radius:10px;box-shadow:0 0 0 9999px rgb(6 8 12/.45),0 0 0 1px rgb(0 0 0/.6);cursor:move}
.searchbar{position:absolute;left:12px;right:12px;bottom:12px;display:flex;align-items:center;gap:8px;padding:8px 8px 8px 16px;border-radius:14px;background:rgb(10 12 16/.9);color:#fff;z-index:2}
.searchbar .btn{min-height:44px}.btn{display:inline-flex;align-items:center;justify-content:center;gap:8px;min-height:44px;padding:0 16px;border:1px solid var(--border);border-radius:10px;background:var(--raised);color:var(--text);font-weight:600;text-decoration:none;white-space:nowrap}
.btn:hover{border-color:var(--accent)}.primary{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}.primary:hover{filter:brightness(1.06)}.ghost{border-color:transparent;background:none;color:inherit}
.chapters{display:grid;grid-auto-flow:column;position:relative;height:44px;margin:0 16px}
.chapters .rail{position:absolute;left:0;right:0;top:20px;height:4px;border-radius:2px;background:var(--sunken)}.chapters .played{position:absolute;left:0;top:20px;height:4px;border-radius:2px;background:var(--accent)}
.chapters button{position:absolute;top:0;height:44px;min-width:24px;padding:0;border:0;background:none}.chapters button::after{content:"";display:block;height:10px;margin:0 1px;border-radius:5px;background:currentColor;border:1.500px solid var(--bg)}
.chapters button:hover::after,.chapters button[aria-current]::after{height:14px}
.now{display:flex;flex-direction:column;gap:10px;padding:0 16px}.now h2,.all h2{font-size:13px;font-weight:600;color:var(--text-2);display:flex;align-items:center;gap:8px}
.live{width:8px;height:8px;border-radius:4px;background:#c0132b}
.card{display:flex;gap:14px;align-items:center;padding:12px;border:1px solid var(--hairline);border-radius:var(--ff-radius,16px);background:var(--raised);box-shadow:var(--shadow);animation:in .2s ease-out}
@keyframes in{from{opacity:0;transform:translateY(8px)}}
.card .text{display:grid;gap:4px;min-width:0;flex:1}.card .name{font-size:16px;font-weight:600;line-height:1.3}.price{font-weight:600}.card .actions{display:flex;flex-wrap:wrap;gap:8px;margin-top:4px}
.idle{display:grid;place-items:center;min-height:112px;padding:16px;border:1px dashed var(--hairline);border-radius:16px;color:var(--text-2);text-align:center}
.idle.dark{min-height:240px;border:0;color:#b9c1cd}
.photo{display:grid;place-items:center;flex:none;overflow:hidden;border:1px solid var(--hairline);border-radius:12px;background:#fff;color:#626b7b}.photo img{display:block;width:100%;height:100%;object-fit:contain}
.glyph{width:14px;height:14px;fill:currentColor}.c-clothing{color:var(--clothing)}.c-shoe{color:var(--shoe)}.c-bag{color:var(--bag)}.c-snack{color:var(--snack)}.c-bottle{color:var(--bottle)}.c-beauty{color:var(--beauty)}.c-other{color:var(--other)}
.all{display:grid;gap:10px;padding:0 16px;min-width:0}.strip{display:grid;gap:8px}
.item{display:flex;gap:12px;align-items:center;padding:8px;border-radius:14px}.item[aria-current]{background:var(--soft)}.item .text{min-width:0;flex:1;display:grid;gap:4px}.item b{line-height:1.3;font-weight:600}
.jumps{display:flex;flex-wrap:wrap;gap:6px}.jump{min-height:32px;padding:0 12px;border:1px solid var(--border);border-radius:16px;background:var(--raised);font-size:12px;font-weight:600;font-variant-numeric:tabular-nums}.jump:hover{border-color:var(--accent);color:var(--accent)}
.contents{padding:0 16px;display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:8px;align-content:start;margin-top:14px}.contents button{display:flex;align-items:center;gap:10px;width:100%;min-height:44px;padding:6px 12px 6px 8px;border:1px solid var(--hairline);border-radius:12px;background:var(--raised);text-align:left}.contents button:hover{border-color:var(--accent)}.contents [aria-current]{background:var(--soft);border-color:var(--accent)}.contents .photo{border:0;border-radius:8px}
.hits{display:grid;gap:8px;padding:0 16px}.notice{padding:48px 24px;text-align:center;display:grid;gap:8px;justify-items:center}
@container (max-width:1023px){.strip{grid-auto-flow:column;grid-auto-columns:min(260px,72%);overflow-x:auto;scroll-snap-type:x proximity;scroll-padding:0 16px;margin:0 -16px;padding:0 16px 8px;scrollbar-width:thin}.item{scroll-snap-align:start;border:1px solid var(--hairline);background:var(--raised);align-items:flex-start;padding:12px}.jump{min-height:44px}.now .card{position:relative}}
@container (min-width:1024px){.watch{grid-template-columns:minmax(0,1fr) 384px;grid-template-rows:auto auto auto 1fr;column-gap:24px;padding:24px}.frame{grid-column:1;grid-row:1;border-radius:16px}.chapters{grid-column:1;grid-row:2;margin:0}.title{grid-column:1;grid-row:3;padding:0}.side{grid-column:2;grid-row:1/span 4;display:grid;gap:20px;align-content:start}.now,.all,.hits{padding:0}.strip{max-height:calc(100dvh - 300px);min-height:240px;overflow-y:auto}.contents{padding:0}.card{align-items:flex-start}}
@container (max-width:1023px){.side{display:grid;gap:20px}.contents{display:none}}
@media (max-height:480px) and (orientation:landscape){@container (max-width:1023px){.watch{grid-template-columns:minmax(0,1fr) 300px;gap:8px 12px}.frame,.chapters,.title{grid-column:1}.side{grid-column:2;grid-row:1/span 3;max-height:100dvh;overflow-y:auto;padding:10px 0;align-content:start}.now,.all,.hits{padding:0 12px 0 0}.frame video{max-height:calc(100dvh - 48px)}.strip{grid-auto-flow:row;margin:0;padding:0;overflow:visible}.card{padding:8px}}}
@media (prefers-reduced-motion:reduce){.card{animation:none}}
`;
