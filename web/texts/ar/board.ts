import { grouped } from '../../ui/plurals.ts'
import type { BoardTexts } from '../en/board.ts'

export const board: BoardTexts = {
  state: { live: 'مباشر', connecting: 'جارٍ الاتصال', reconnecting: 'إعادة الاتصال', stale: 'غير متصل' },
  age: (seconds: number): string => {
    if (seconds < 2) return 'الآن'
    if (seconds < 120) return `قبل ${grouped(seconds)} ث`
    if (seconds < 7_200) return `قبل ${grouped(Math.floor(seconds / 60))} د`
    return `قبل ${grouped(Math.floor(seconds / 3_600))} س`
  },
  said: {
    live: 'اللوحة مباشرة.',
    connecting: 'جارٍ اتصال اللوحة.',
    reconnecting: 'تعيد اللوحة الاتصال. قد تكون قديمة.',
    stale: 'اللوحة غير متصلة. إنها قديمة.',
  },
  soldOut: 'نفد',
  closed: 'مغلق',
  low: 'قليل',
  lastOne: 'آخر قطعة',
  free: 'مجانًا',
  list: (page: number, pages: number) => (pages > 1 ? `المخزون، صفحة ${page} من ${pages}` : 'المخزون'),
  page: (page: number, pages: number) => `${page} من ${pages}`,
  pause: 'إيقاف مؤقت',
  resume: 'متابعة',
  previous: 'الصفحة السابقة',
  next: 'الصفحة التالية',
  fullScreen: 'ملء الشاشة',
  leaveFullScreen: 'الخروج من ملء الشاشة',
  perMinute: 'بيعت في الدقيقة الأخيرة',
  lastSales: 'بيع للتو',
  noSales: 'بانتظار عملية البيع التالية…',
  sale: (quantity: number, name: string) => `${grouped(quantity)} × ${name}`,
  rush: (quantity: number, name: string, seconds: number) =>
    `${grouped(quantity)} × ${name} خلال ${grouped(seconds)} ث`,
  buy: 'امسح الرمز للشراء',
  buyCode: (address: string) => `رمز QR لـ ${address}`,
  nothing: 'لا شيء معروض للبيع بعد',
  nothingHelp: 'تظهر المنتجات الجديدة هنا تلقائيًا.',
  noShop: (shop: string) => `المتجر «${shop}» غير موجود`,
  noShopHelp: 'أزل ?shop=… من العنوان، أو استخدم رقم متجر أو اسمه المختصر.',
}
