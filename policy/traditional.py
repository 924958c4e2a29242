"""Traditional characters (牽頭, 責任單位) folded for reading, and what was read in them given back as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from policy.model import Span, Task

_PAIRS = (
    "牽牵頭头負负責责單单時时協协會会關关門门參参與与實实辦办機机構构體体為为務务進进職职級级區区縣县組组織织據据導导聯联領领"
    "隊队員员類类別别項项號号編编內内舉举點点專专積积極极動动開开啟启續续長长間间節节歲岁劃划畫画計计財财經经濟济業业農农鄉乡"
    "鎮镇發发國国產产資资監监測测總总稅税審审銀银證证險险衛卫醫医藥药環环態态質质檢检驗验標标準准設设築筑運运輸输鐵铁郵邮電电"
    "訊讯網网絡络數数術术學学創创廣广場场應应緊紧護护養养勞劳報报紙纸傳传統统歷历軍军黨党團团婦妇殘残際际貿贸貨货幣币債债價价"
    "費费補补貼贴獎奖勵励懲惩罰罚紀纪檔档館馆廳厅處处臺台灣湾廠厂倉仓儲储糧粮氣气繪绘圖图書书遊游覽览藝艺樂乐園园綠绿樹树種种"
    "漁渔獸兽蟲虫鹽盐礦矿鋼钢煉炼燒烧熱热擴扩強强優优勢势勝胜約约規规則则條条試试縮缩減减簡简權权轄辖屬属屆届歸归還还邊边遠远"
    "達达過过這这將将對对從从於于後后範范圍围結结給给認认識识談谈調调請请諮咨詢询訂订許许論论訴诉訟讼評评語语說说誠诚讓让貫贯"
    "徹彻貧贫買买賣卖賬账執执擔担換换損损攜携擇择擊击擬拟攬揽敗败斷断無无舊旧顯显曉晓暫暂來来東东榮荣橋桥檯台櫃柜歡欢決决沒没"
    "滿满漸渐潔洁濕湿災灾爭争牆墙獨独獲获現现異异當当療疗盡尽眾众確确碼码禮礼離离穩稳競竞筆笔糾纠純纯紅红納纳細细紹绍終终絕绝"
    "維维綜综緣缘緩缓練练縱纵績绩繫系繼继罷罢義义習习聖圣聞闻聲声腦脑臨临興兴萬万葉叶蘇苏虛虚裝装製制複复視视親亲觀观覺觉觸触"
    "討讨訓训記记註注詳详該该誤误豐丰貢贡貴贵賴赖贊赞跡迹軌轨軟软較较載载輔辅輕轻輪轮轉转適适遷迁遺遗鄰邻釋释針针銷销錄录錢钱"
    "鍵键鏈链鑒鉴閉闭閱阅闊阔隨随隱隐雙双雜杂難难靈灵靜静響响頁页順顺預预額额題题願愿風风飛飞飯饭飲饮駐驻驅驱魚鱼鮮鲜麗丽齊齐"
    "龍龙齡龄馬马爾尔塊块壓压壞坏壯壮奪夺奮奋寧宁寬宽寶宝層层島岛嶺岭師师帶带幫帮庫库廢废張张憑凭憲宪戰战戶户揚扬搶抢撥拨擁拥"
    "攝摄敵敌畢毕樣样橫横歐欧殼壳毀毁渦涡溫温滅灭滬沪濱滨煙烟獻献瀋沈疊叠睏困礎础禍祸聰聪艦舰蔣蒋蘭兰蠶蚕衝冲見见謀谋謝谢譯译"
    "議议變变貝贝賽赛趨趋車车軸轴釐厘鋪铺鎖锁鑄铸鑽钻閃闪隻只雖虽霧雾韓韩頂顶頻频顧顾飾饰駕驾騰腾驚惊鬥斗鳥鸟鴻鸿黃黄堅坚佈布"
    "併并佔占倫伦偉伟側侧偵侦備备傑杰傷伤僅仅僑侨億亿儘尽償偿兩两冊册凍冻刪删剛刚劇剧劑剂匯汇卻却厲厉叢丛吳吴喚唤嘗尝噸吨囑嘱"
    "圓圆墊垫塗涂塵尘墾垦壟垄壽寿夾夹奧奥嬰婴孫孙宮宫寫写尋寻屢屡岡冈崗岗幾几懇恳戲戏捨舍掃扫掛挂採采揮挥攤摊敘叙斂敛棄弃棟栋"
    "棲栖楊杨槍枪樓楼欄栏殺杀汙污洩泄淨净淺浅溝沟漲涨潤润澤泽濃浓瀏浏灘滩烏乌煥焕營营爐炉狀状狹狭猶犹瓊琼畝亩盜盗盤盘碩硕磚砖"
    "祕秘穀谷窮穷竊窃籃篮籌筹簽签紋纹紡纺絲丝綱纲緒绪繳缴纖纤羅罗肅肃脅胁脫脱膽胆艱艰莊庄蓋盖薦荐藍蓝衆众衞卫襲袭訪访詞词詐诈"
    "誌志誰谁誘诱課课諾诺謹谨譽誉讀读貪贪貯贮賓宾賦赋購购贏赢趕赶踐践躍跃辯辩迴回遞递遲迟遼辽鄧邓鄭郑鈔钞鉛铅銅铜鋁铝錫锡鍋锅"
    "鍛锻鏡镜鐘钟鑑鉴閘闸陝陕陣阵陰阴陳陈陸陆陽阳雲云須须頒颁飼饲餘余騙骗鬆松鵬鹏麥麦齒齿彙汇滾滚潛潜濾滤灑洒牘牍瑣琐窩窝縝缜"
    "膚肤葦苇葯药蕩荡蘊蕴蟻蚁託托詩诗誕诞諧谐譜谱豬猪賠赔賢贤賤贱軀躯轟轰醞酝鄺邝鋒锋錯错鎂镁鏽锈闖闯闡阐陞升顛颠饋馈駛驶騎骑"
    "驟骤鯨鲸鷹鹰"
)
"""Each traditional character with the simplified one, as in the names and duties of official language. Left out are those that
simplified text has too."""
_TABLE = {ord(_PAIRS[at]): _PAIRS[at + 1] for at in range(0, len(_PAIRS), 2)}
_ANY = re.compile(f"[{''.join(map(chr, _TABLE))}]")
_PIECE = re.compile(r"[^、，,；;。：:（）()\s]+")
_REACH = 20_000


def simplified(text: str) -> str:
    """``text`` with simplified characters for the traditional ones of official language, for reading only. The length stays the
    same, so that places do too."""
    return text.translate(_TABLE) if _ANY.search(text) else text


def as_written(words: str, written: str) -> str:
    """What was read as ``words`` in the simplified form of ``written``, in the characters that stand there. Words that stand
    nowhere in it as a whole are given back piece by piece."""
    if not _ANY.search(written):
        return words
    bare = "".join(written.split())
    plain = simplified(bare)
    return _found(words, plain, bare) or _PIECE.sub(lambda piece: _found(piece.group(), plain, bare) or piece.group(), words)


def _found(words: str, plain: str, bare: str) -> str | None:
    """The characters of ``bare``, without blanks, at which the words stand in its ``plain`` form, with the blanks of the words."""
    at = plain.find("".join(words.split()))
    if at < 0:
        return None
    signs: Iterator[str] = iter(bare[at:])
    return "".join(char if char.isspace() else next(signs) for char in words)


class Writing:
    """Gives tasks that were read in the simplified form of a text back in its own characters."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen: dict[str, str] = {}

    def task(self, task: Task) -> Task:
        """The task in the characters of its own rows; what stands outside of them, such as a category, in those nearby."""
        own = "\n".join(self._text[span.start : span.end] for span in task.spans)
        timing = task.timing
        return replace(
            task,
            text=self._words(task.text, own, task.spans),
            title=self._words(task.title, own, task.spans) if task.title else task.title,
            category=self._words(task.category, own, task.spans) if task.category else task.category,
            departments=tuple(replace(body, name=self._words(body.name, own, task.spans)) for body in task.departments),
            departments_raw=self._words(task.departments_raw, own, task.spans),
            timing=replace(timing, phrase=self._words(timing.phrase, own, task.spans)) if timing else None,
            doubts=tuple(replace(doubt, subject=self._words(doubt.subject, own, task.spans)) for doubt in task.doubts),
        )

    def _words(self, words: str, own: str, spans: tuple[Span, ...]) -> str:
        plain = simplified("".join(own.split()))
        if all(piece in plain for piece in _PIECE.findall(words)):
            return as_written(words, own)
        if words not in self._seen:
            near = self._text[max(0, spans[0].start - _REACH) : spans[-1].end + _REACH]
            self._seen[words] = as_written(words, f"{own}\n{near}")
        return self._seen[words]
