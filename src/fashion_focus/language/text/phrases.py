"""What sellers and viewers say whatever they sell: common words, selling phrases, colours, and cues of time.

Common words fill the recognizer's background, so that chit-chat need not become product names, and they count little
or nothing when words are matched to titles. All lists are our own.
"""


def _listed(words: str) -> list[str]:
    """Words as they stand in a paragraph."""
    return words.split()


STOP_WORDS = frozenset(
    _listed("""
    a an and are as at be been but by can could did do does for from had has have he her here him his how i if in into
    is it its just like me my no not of on one or our out please really she so some than that the their them then there
    these they this those to too up us very was we well were what when where which who why will with would yes you your
    number item link show again price buy
    """)
)
"""Words that say nothing of a product wherever they stand."""

COMMON_WORDS = tuple(
    _listed("""
    able about above actually after afternoon again ago all almost already also always am amazing another any anybody
    anyone anything anyway around ask asked asking away back bad beautiful because become before began being believe
    best better between big bit body bring brought business button buy call came car care check children city clear
    click close closer code cold come comes coming company completely country couple course cut day days deal deliver
    delivery detail details different difference door down early easy end enjoy enough even evening ever every everybody
    everyone everything exactly example excited eye eyes fact family far fast favorite feel feeling few find fine first
    five follow food found four free friend friends front full fun gave get gets getting girl give given go goes going
    gone good got great group guess guys half hand hands happen happy hard head hear heard hello help here's hey high
    hold home hope hour hours house hundred idea important inside instead isn't job keep kind knew know known large
    last later learn least leave left less let let's life line listen little live long longer look looking looks lot
    lots love low made main make makes making man many maybe mean means men middle mind minute minutes moment money
    month more morning most mother move much must name near nearly need never new next nice night none nothing now
    number off offer often oh okay old once only open order ordered orders other others over own package page part
    party pay people perfect perhaps person picture piece pieces place play point pretty probably problem put question
    questions quick quickly quite rather read ready real reason remember rest right room said same saw say says school
    second see seem seen send sent set seven several share ship shipped shipping should shown side sit six size small
    someone something sometimes soon sorry sound start started state stay still stock stop story stream such sure take
    taken talk tell ten thank thanks that's thing things think thought thousand three through time times today together
    told tomorrow tonight took touch town try trying turn two under understand until use used usually wait walk want
    wanted wants war watch watching water way wear week weeks welcome went what's while white whole whose wife window
    wish without woman women wonderful won't word words work world worth write wrong year years yesterday yet you're
    young
    """)
)
"""Frequent English words outside the selling phrases."""

SELLING_PHRASES = tuple(
    line.strip()
    for line in """
    hello everyone and welcome to the live stream
    welcome back everybody
    thank you so much for watching
    don't forget to follow and share
    tell your friends
    now let us look at the next one
    let me show you the next product
    and here we have the
    this is the
    this one is the
    what i have here is the
    i am holding the
    i am wearing the
    next up is the
    we also have the
    let me take the
    have a look at the
    here it is again
    take a closer look at it
    look at the details
    look at the front and the back
    let me turn it around for you
    let me hold it closer to the camera
    i will put it on
    you can see how it fits
    it comes in black white blue red green gray purple yellow orange pink and brown
    it also comes in other colors
    which color do you like
    the color is beautiful
    it is very soft and light
    the material feels great
    the quality is really good
    it is very comfortable to wear
    it fits true to size
    it comes in small medium and large
    what size do you need
    i am wearing a medium
    you can wear it every day
    it goes with everything
    it is perfect for summer and for winter
    it has a zipper and two pockets
    it tastes great
    it smells so good
    it is good for your skin
    you only need a little
    it is new this season
    this is one of my favorites
    everybody loves it
    the price today is
    how much is it
    it is only twenty dollars
    it was fifty dollars before
    it is half price today
    that is ten percent off
    buy one and get one free
    there is a discount code
    there are only a few left
    it is almost sold out
    it is back in stock
    click the link below
    click on the item number
    it is link number three
    that is number twelve
    put it in your cart
    order now
    shipping is free
    we ship tomorrow
    it will arrive in three days
    you can return it
    write your questions in the comments
    i see a question
    somebody asks about the size
    yes we have that one too
    let us wait a moment
    give me one second
    okay let us go on
    that was the
    as i said before
    see you next time
    have a good night
    """.strip().splitlines()
)
"""Sentences of sellers; one that ends in "the" goes on with a product's name."""

COLORS = frozenset(
    _listed("""
    beige black blue bronze brown charcoal cream gold golden gray green grey ivory khaki lavender maroon mint navy
    olive orange pink purple red rose silver tan teal turquoise violet white yellow
    黑 白 红 蓝 绿 黄 紫 灰 粉 棕 橙 金 银 米 黑色 白色 红色 蓝色 绿色 黄色 紫色 灰色 粉色 棕色 橙色 金色 银色 米色
    """)
)

OTHER_TIME_WORDS = frozenset({"was", "were", "earlier", "previous", "previously", "later", "next"})
"""Words that say that something else is spoken of than what is shown now."""

OTHER_TIME_RUNS = ("刚才", "刚刚", "之前", "上一", "下一", "待会", "等会", "稍后")

CHINESE_PHRASES = tuple(
    _listed("""
    大家好 欢迎来到直播间 主播好 你好 谢谢大家 关注一下 点个赞 我们来看 给大家看一下 这个 那个 这款 这件 这一款 我们的
    今天 现在 真的 非常 特别 喜欢 好看 漂亮 便宜 价格 多少钱 几号链接 链接 什么 怎么 有没有 有货吗 有现货 现货 发货
    包邮 优惠 下单 拍下 尺码 大码 颜色 什么颜色 看看 看一下 可以 再看 一下 哈哈哈 质量 很好 不错 想要 买了 已经 回购
    主播 宝贝们 姐妹们 家人们 快递 退货 运费 还有吗 能不能 近一点 背面 正面 试穿
    """)
)
"""What is said and typed in Chinese live selling whatever is sold."""
