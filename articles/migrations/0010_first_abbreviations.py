"""The short forms every provincial paper prints; the newsroom adds its own."""

from django.db import migrations

FORMS = {
    "ATGT": "an toàn giao thông",
    "ATTP": "an toàn thực phẩm",
    "BHXH": "bảo hiểm xã hội",
    "BHYT": "bảo hiểm y tế",
    "BQL": "ban quản lý",
    "CCHC": "cải cách hành chính",
    "CNTT": "công nghệ thông tin",
    "CSGT": "cảnh sát giao thông",
    "DNNN": "doanh nghiệp nhà nước",
    "ĐBQH": "đại biểu Quốc hội",
    "ĐBSCL": "đồng bằng sông Cửu Long",
    "GD&ĐT": "giáo dục và đào tạo",
    "GPMB": "giải phóng mặt bằng",
    "HĐND": "hội đồng nhân dân",
    "HTX": "hợp tác xã",
    "KCN": "khu công nghiệp",
    "KT-XH": "kinh tế - xã hội",
    "LĐ-TB&XH": "lao động - thương binh và xã hội",
    "MTTQ": "mặt trận Tổ quốc",
    "NHNN": "ngân hàng nhà nước",
    "NN&PTNT": "nông nghiệp và phát triển nông thôn",
    "NTM": "nông thôn mới",
    "PCCC": "phòng cháy chữa cháy",
    "QPPL": "quy phạm pháp luật",
    "TAND": "toà án nhân dân",
    "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông",
    "TN&MT": "tài nguyên và môi trường",
    "TNGT": "tai nạn giao thông",
    "TP.HCM": "Thành phố Hồ Chí Minh",
    "TTHC": "thủ tục hành chính",
    "UBND": "uỷ ban nhân dân",
    "VKSND": "viện kiểm sát nhân dân",
    "XHCN": "xã hội chủ nghĩa",
}


def add(apps, schema_editor):
    rows = apps.get_model("articles", "Abbreviation").objects
    for short, long in FORMS.items():
        rows.get_or_create(short=short, defaults={"long": long})


def remove(apps, schema_editor):
    apps.get_model("articles", "Abbreviation").objects.filter(short__in=FORMS).delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_preview_links")]
    operations = [migrations.RunPython(add, remove)]
