// What shoppers read; kept small, since shops' pages load it.
export default {
  en: {
    "close": "Close", "search": "Search", "now-showing": "Showing now", "nothing-now": "Nothing is shown right now", "up-next": "Next", "all-items": { one: "{n} product in this show", other: "All {n} products in this show" },
    "jump": "Jump to {time}", "shown-times": { one: "Shown once", other: "Shown {n} times" }, "chapters": "Chapters", "see-product": "See product", "see-price": "See price in the shop", "what-is-this": "What is this?",
    "search-how": "Draw a frame around the item, or search the whole picture.", "search-frame": "Search", "searching": "Searching", "in-this-show": "In this show", "similar": "Similar", "no-match": "No match. Try another part of the picture.",
    "watch-fail": "This show cannot be shown.", "watch-none": "It may not be published any more.", "and-others": "+{n}", "frame-area": "Part of the picture that is searched; move it with the arrow keys, change its size with Shift", "back-to-video": "Back to the video", "live-elsewhere": "The picture is shown where you came from.",
    "loading": "Loading the show", "unmute": "Unmute", "hide": "Hide this card", "show-again": "Show again", "find-product": "Find a product", "no-product": "No product has these words.", "buy": "Buy", "try-again": "Try again",
    "watch-line": "The show cannot be reached.", "watch-again": "Try again in a moment.", "video-fail": "This video cannot be played here.", "video-remedy": "The products below can still be opened.",
    "media-none": "The page has no video that fits “{selector}”.", "media-remedy": "Name a video element, or hand one over with attach(video).",
  },
  zh: {
    "close": "关闭", "search": "搜索", "now-showing": "正在讲解", "nothing-now": "当前没有讲解商品", "up-next": "接下来", "all-items": { other: "本场全部 {n} 个商品" },
    "jump": "跳到 {time}", "shown-times": { other: "讲解 {n} 次" }, "chapters": "章节", "see-product": "查看商品", "see-price": "到店查看价格", "what-is-this": "这是什么？",
    "search-how": "框选商品，或搜索整个画面。", "search-frame": "搜索", "searching": "正在搜索", "in-this-show": "本场商品", "similar": "相似商品", "no-match": "没有找到，请框选画面的其他部分。",
    "watch-fail": "无法显示这场直播。", "watch-none": "它可能已不再公开。", "and-others": "+{n}", "frame-area": "要搜索的画面区域；用方向键移动，按住 Shift 改变大小", "back-to-video": "返回视频", "live-elsewhere": "画面在您来的地方播放。",
    "loading": "正在加载", "unmute": "取消静音", "hide": "收起卡片", "show-again": "再次显示", "find-product": "查找商品", "no-product": "没有符合的商品。", "buy": "购买", "try-again": "重试",
    "watch-line": "暂时无法连接这场直播。", "watch-again": "请稍后重试。", "video-fail": "此视频无法在这里播放。", "video-remedy": "下方商品仍可打开。",
    "media-none": "页面中没有符合“{selector}”的视频。", "media-remedy": "请指定一个视频元素，或用 attach(video) 传入。",
  },
};
