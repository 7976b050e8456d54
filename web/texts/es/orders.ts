import { countedIn, grouped } from '../../ui/plurals.ts'
import type { OrderTexts } from '../en/orders.ts'
import { refusals } from './refusals.ts'

const counted = countedIn('es')
const moved = (word: string) => (count: number) =>
  counted(count, { one: `# ${word}`, many: `# ${word}s`, other: `# ${word}s` })

export const orders: OrderTexts = {
  refusals,
  product: {
    ledger: 'Historial de existencias',
    ledgerHelp: 'Todos los movimientos, sin dejar ninguno fuera. Los compradores son anónimos.',
    ledgerSums: {
      listed: 'Al principio',
      restocked: 'Repuesto',
      returned: 'Devuelto',
      sold: 'Vendido',
      removed: 'Retirado',
    },
    ledgerLeft: 'Quedan',
    ledgerLatest: 'Últimos movimientos',
    ledgerFailed: 'No se pudo cargar el historial.',
    ledgerLong: (count: number) => `Los primeros ${grouped(count)} movimientos; hay más.`,
    moved: {
      listed: (count: number) => `${grouped(count)} a la venta`,
      restocked: moved('repuesto'),
      returned: moved('devuelto'),
      sold: moved('vendido'),
      removed: moved('retirado'),
    },
    by: 'Vendido por',
    more: (shop: string) => `Más de ${shop}`,
    boughtBefore: 'Ya lo has pedido antes',
    notFoundTitle: 'Producto no encontrado',
    notFoundHelp: 'Puede que ya no esté a la venta o que el enlace sea incorrecto.',
  },

  shopPage: {
    closed: 'Cerrada ahora mismo. Echa un vistazo y pide cuando vuelva a abrir.',
    closedUntil: (when: string) => `Cerrada ahora mismo. Vuelve a abrir: ${when}.`,
    suspended: 'Esta tienda no acepta pedidos por ahora.',
    notFoundTitle: 'Tienda no encontrada',
    notFoundHelp: 'Puede que haya cerrado o que el enlace sea incorrecto.',
  },

  carts: {
    title: 'Tu carrito',
    doneTitle: 'Pedidos realizados',
    emptyTitle: 'Tu carrito está vacío',
    emptyHelp: 'Añade artículos de cualquier tienda. Habrá un pedido por tienda.',
    remove: (name: string) => `Quitar ${name}`,
    removed: (name: string) => `${name}: quitado del carrito.`,
    quantityOf: (name: string) => `Cantidad de ${name}`,
    orders: (count: number) => `${grouped(count)} pedidos separados, uno por tienda.`,
    leftOut: 'Lo que no está disponible no se pedirá.',
    nothing: 'Ahora mismo no se puede pedir ninguno de estos artículos.',
    back: 'Sigue en tu carrito',
    sending: 'Enviando el pedido…',
  },

  outcome: {
    sendingTitle: 'Enviando tu pedido',
    sending: 'Un momento…',
    unknownTitle: 'Comprobando tu pedido',
    findingOut: 'Se cortó la conexión. Estamos comprobando si tu pedido llegó; no puede quedar duplicado.',
    unknownHelp:
      'Puedes cerrar esta página: mostraremos el resultado en cuanto lo sepamos. No vuelvas a pedir, por favor.',
    marketBusy: 'Hay mucha gente. Seguimos intentando enviar tu pedido.',
    boughtTitle: '¡Es tuyo!',
    refusedTitle: 'Vaya, por muy poco',
    nothingOrdered: 'Tu pedido no se ha realizado.',
    takenTitle: 'Ya se había enviado',
    taken:
      'Otra persona con sesión en este dispositivo ya envió este pedido. Mira sus pedidos antes de intentarlo de nuevo.',
    restored:
      'El mercado se restauró desde una copia de seguridad, así que esto no se pidió. Revisa el producto y pídelo de nuevo.',
    lapsedTitle: 'Pedido no realizado',
    lapsed: 'No pudimos llegar al mercado a tiempo, así que tu pedido no se ha realizado.',
    again: 'Intentar de nuevo',
    lastOne: (count: number) =>
      count === 1 ? '¡Te llevas el último!' : `¡Te llevas los últimos ${grouped(count)}!`,
    done: 'Listo',
    toOrders: 'Mis pedidos',
    toMarket: 'Seguir comprando',
    soldOut: (name: string) => `${name} se ha agotado.`,
    someLeft: (name: string, count: number) =>
      counted(count, {
        one: `Solo queda # de ${name}.`,
        many: `Solo quedan # de ${name}.`,
        other: `Solo quedan # de ${name}.`,
      }),
    take: (count: number, total: string) => `Llevarme los últimos ${grouped(count)} por ${total}`,
    takeOne: (total: string) => `Llevarme el último por ${total}`,
    priceChanged: (name: string, before: string, now: string) => `${name} cuesta ahora ${now}, no ${before}.`,
    acceptPrice: (total: string) => `Reservar por ${total}`,
    limit: (name: string, limit: number) => `${name}: máximo ${grouped(limit)} por persona.`,
    takeAllowed: (count: number, total: string) => `Llevarme ${grouped(count)} (mi máximo) por ${total}`,
    limitUsedUp: 'Ya los tienes.',
    shopClosed: (shop: string) => `${shop} acaba de cerrar.`,
    accountRequired: (name: string) => `Necesitas una cuenta para pedir ${name}.`,
    gone: (name: string) => `${name} ya no está disponible.`,
    alsoAt: (shop: string) => `Más de ${shop}`,
    allOf: (shop: string) => `Ver todo de ${shop}`,
    announceBought: (name: string, code: string) =>
      `Es tuyo: ${name}. Tu código de recogida es ${code.split('').join(' ')}.`,
    announceRefused: (why: string) => `${why} Tu pedido no se ha realizado.`,
  },

  notKept: {
    before:
      'Este navegador no guarda las cookies de este sitio: tus pedidos desaparecerán al cerrar la página. Después de pedir, copia el enlace del recibo.',
    after:
      'Este navegador no guarda las cookies de este sitio. Copia ahora el enlace de este recibo: sin él no podrás volver a tu pedido cuando cierres la página.',
  },

  news: {
    ready: (name: string, code: string) => `${name}: listo para recoger. Tu código es ${code}.`,
    cancelled: (shop: string, name: string, reason: string) =>
      `${shop} ha cancelado tu pedido de ${name}${reason ? `: ${reason}` : ''}. No pagas nada.`,
    expired: (name: string) => `Tu pedido de ${name} ha caducado porque no se recogió a tiempo.`,
    pickedUp: (name: string) => `${name}: pedido recogido.`,
    changed: (name: string) => `Tu pedido de ${name} ha cambiado.`,
    pickup: (shop: string) => `${shop} ha cambiado los datos de recogida.`,
    show: 'Mostrar tu tique',
  },

  order: {
    number: (number: number) => `Pedido\u00a0${number}`,
    code: 'Código de recogida',
    qr: (code: string) => `Código QR del código de recogida ${code}, para que lo escanee la tienda`,
    free: 'Nada que pagar',
    calledFor: (name: string) => `Nombre para la recogida: ${name}`,
    share: 'Compartir',
    copy: 'Copiar enlace',
    copied: 'Copiado',
    copyByHand: 'Copia este enlace',
    print: 'Imprimir',
    directions: 'Cómo llegar',
    again: 'Pedir de nuevo',
    againNothing: 'Ahora mismo no se puede pedir nada de esto.',
    calendar: 'Añadir al calendario',
    calendarTitle: (number: number, shop: string) => `Recoger el pedido ${number} en ${shop}`,
    calendarText: (code: string, name: string) => `Código de recogida ${code}, para ${name}.`,
    calendarWhen: '¿Cuándo lo vas a recoger?',
    calendarHelp: 'La tienda no ha dado una hora exacta. Mira los datos de recogida.',
    calendarSave: 'Guardar en el calendario',
    calendarPast: 'Elige un momento futuro.',
    cancel: 'Cancelar pedido',
    cancelTitle: '¿Cancelar este pedido?',
    cancelHelp: 'Tus artículos vuelven a la venta enseguida y otra persona puede comprarlos.',
    cancelKeep: 'Conservar pedido',
    cancelled: 'Tu pedido está cancelado.',
    cancelRefused: 'Este pedido ya no se puede cancelar.',
    cancelledBy: {
      buyer: 'Has cancelado este pedido.',
      seller: 'La tienda ha cancelado este pedido.',
      market: 'Este pedido ha caducado: no se recogió a tiempo.',
    },
    collectBy: (when: string) => `Recoger antes del ${when}`,
    because: (reason: string) => `Motivo: ${reason}`,
    emptyTitle: 'Aún no hay pedidos',
    emptyHelp: 'Tus pedidos y códigos de recogida aparecerán aquí.',
    current: 'Pedidos actuales',
    past: 'Pedidos anteriores',
    offline: 'Tus pedidos aparecerán en cuanto tengas conexión.',
    notFoundTitle: 'Recibo no encontrado',
    notFoundHelp:
      'Puede que el enlace esté cortado o sea incorrecto. Los pedidos de este navegador están en «Mis pedidos».',
    unreachable: 'No se pudo cargar este recibo. Reintentando…',
    shareTitle: (number: number, shop: string) => `Pedido ${number} en ${shop}`,
  },
}
