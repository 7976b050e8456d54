import { countedIn, grouped, waitOf } from '../../ui/plurals.ts'
import type { PageTexts } from '../en/page.ts'

const counted = countedIn('es')
const payAtPickup = (total: string): string => `Paga ${total} al recoger`

export const page: PageTexts = {
  legal: {
    imprint: 'Aviso legal',
    privacy: 'Privacidad',
    terms: 'Condiciones',
    notFound: 'Esta página aún no tiene texto',
    notFoundHelp: 'La organización del mercado todavía no lo ha escrito.',
    unreachable: 'No se pudo cargar esta página. Reintentando…',
  },

  shell: {
    close: 'Cerrar',
    skipToMain: 'Ir al contenido',
    demo: 'Mercado de demostración: los pedidos no son reales.',
    loading: 'Cargando',
    reload: 'Recargar',
    toMarket: 'Ir al mercado',
    notice: {
      personChanged:
        'Otra persona ha iniciado o cerrado sesión en este navegador, así que hemos recargado la página.',
      marketRestored: (cartItems: number) =>
        `El mercado se restauró desde una copia de seguridad; los productos pueden haber cambiado.${
          cartItems > 0
            ? ` ${counted(cartItems, {
                one: 'Hemos quitado # artículo',
                many: 'Hemos quitado # de artículos',
                other: 'Hemos quitado # artículos',
              })} de tu carrito.`
            : ''
        }`,
      dismiss: 'Vale',
    },
    outdated: 'Hay una versión nueva.',
    offline: {
      'no-network': 'No tienes conexión',
      unreachable: 'No se puede llegar al mercado',
      down: 'El mercado no responde',
      busy: 'El mercado está muy concurrido',
      blocked: 'Esta red bloquea los datos en directo',
      reconnecting: 'Reconectando',
    },
    offlineHelp:
      'Los precios y las existencias pueden no estar al día. Podrás pedir en cuanto tengas conexión.',
    offlineHelpSeller:
      'Los precios y las existencias pueden no estar al día. Enviaremos tus cambios en cuanto tengas conexión.',
    blockedHelp:
      'Los precios y las existencias pueden no estar al día; lo comprobamos cada pocos segundos. Para pedir, prueba otra red.',
    blockedHelpSeller:
      'Los precios y las existencias pueden no estar al día; lo comprobamos cada pocos segundos. Para hacer cambios, prueba otra red.',
    noAnswer: 'No pudimos llegar al mercado. Inténtalo de nuevo.',
    keepTrying: 'Seguimos intentándolo.',
    back: 'Conexión recuperada',
    backHelp: 'Todo está al día.',
    retryAfter: (ms: number) => `Puedes volver a intentarlo en ${waitOf(ms, 'un momento')}.`,
    errorTitle: 'Algo ha ido mal',
    errorHelp: 'No es culpa tuya, y tus pedidos están a salvo. Recarga la página para continuar.',
    errorId: (id: string) => `Error ${id}`,
    notFoundTitle: 'Página no encontrada',
    notFoundHelp: 'Puede que el enlace sea incorrecto o que la página se haya movido.',
    language: 'Idioma',
    colorScheme: { auto: 'Tema: el del sistema', light: 'Tema: claro', dark: 'Tema: oscuro' },
  },
  orderStates: {
    placed: {
      buyer: 'Pendiente de recogida',
      stamp: 'Tuyo',
      seller: 'Pendiente de recogida',
      bill: payAtPickup,
      toDo: (count: number) =>
        counted(count, {
          one: '# pedido pendiente de recogida',
          many: '# de pedidos pendientes de recogida',
          other: '# pedidos pendientes de recogida',
        }),
    },
    ready: {
      buyer: 'Listo para recoger',
      stamp: 'Listo',
      seller: 'Listo para recoger',
      bill: payAtPickup,
      toDo: (count: number) =>
        counted(count, {
          one: '# pedido listo para recoger',
          many: '# de pedidos listos para recoger',
          other: '# pedidos listos para recoger',
        }),
    },
    fulfilled: {
      buyer: 'Recogido',
      stamp: 'Recogido',
      seller: 'Entregado',
      bill: (total: string) => `Pagado: ${total}`,
    },
    cancelled: {
      buyer: 'Cancelado',
      stamp: 'Cancelado',
      seller: 'Cancelado',
      bill: (total: string) => `${total}, nada que pagar`,
    },
  },
  unknownOrderState: 'En curso',
  status: {
    mayBeOld: 'Puede no estar al día',
    soldOut: 'Agotado',
    left: (count: number) => counted(count, { one: 'queda #', many: 'quedan #', other: 'quedan #' }),
    inStock: 'Disponible',
    shopClosed: 'Tienda cerrada',
  },
  storefront: {
    title: 'Mercado',
    orders: 'Mis pedidos',
    waiting: 'pendientes',
    cart: 'Carrito',
    items: (count: number) => (count === 1 ? 'artículo' : 'artículos'),
    search: 'Buscar productos',
    board: 'Panel de existencias',
    sell: 'Vender',
    account: 'Cuenta',
    keepOrders: 'Crea una cuenta para ver tus pedidos en todos tus dispositivos.',
    place: (place: number) => `Compra n.º ${grouped(place)} de este producto`,
    placeOf: (place: number, name: string) => `Compra n.º ${grouped(place)} de ${name}`,
    inStock: (count: number) =>
      counted(count, { one: '# disponible', many: '# disponibles', other: '# disponibles' }),
    lastOne: 'Última unidad',
    live: 'En directo',
    soldLastMinute: (units: number) => `${grouped(units)} vendidos en el último minuto`,
    cartBar: (pieces: number, total: string) => `Ver carrito · ${grouped(pieces)} · ${total}`,
    free: 'Gratis',

    list: {
      products: (count: number) =>
        counted(count, { one: '# producto', many: '# de productos', other: '# productos' }),
      showNew: (count: number) =>
        `Mostrar ${counted(count, {
          one: '# producto nuevo',
          many: '# de productos nuevos',
          other: '# productos nuevos',
        })}`,
      more: (count: number) => `Mostrar ${grouped(count)} más`,
      soldOut: (count: number) =>
        counted(count, { one: '# agotado', many: '# agotados', other: '# agotados' }),
      emptyTitle: 'Todavía no hay nada a la venta',
      emptyHelp: 'Los productos nuevos aparecen aquí automáticamente.',
      emptySell: 'Añade tu primer producto',
      emptyShop: 'Esta tienda no tiene nada a la venta ahora mismo',
      didYouMean: (words: string) => `¿Quisiste decir «${words}»?`,
      filteredTitle: 'Sin resultados',
      filteredHelp: 'Prueba otra palabra o quita un filtro.',
      clear: 'Borrar búsqueda y filtros',
      waitingHelp: 'Los productos aparecerán en cuanto tengas conexión.',
    },

    filter: {
      title: 'Ordenar y filtrar',
      label: 'Filtros',
      inStock: 'Disponible',
      sort: 'Ordenar por',
      sorts: {
        newest: 'Más recientes',
        price: 'Precio: de menor a mayor',
        'price-down': 'Precio: de mayor a menor',
        name: 'Nombre: A–Z',
      },
      shop: 'Tienda',
      allShops: 'Todas las tiendas',
      min: 'Precio mín.',
      max: 'Precio máx.',
      active: (count: number) => counted(count, { one: '# activo', many: '# activos', other: '# activos' }),
    },

    buy: {
      buy: 'Comprar',
      buyNamed: (name: string) => `Comprar ${name}`,
      soldOut: 'Agotado',
      gone: 'Ya no está disponible',
      shopClosed: 'Tienda cerrada',
      shopSuspended: 'No disponible por ahora',
      offline: 'No tienes conexión',
      connecting: 'Conectando…',
      title: 'Reservar',
      quantity: 'Cantidad',
      fewer: 'Reducir la cantidad',
      more: 'Aumentar la cantidad',
      addNamed: (name: string) => `Añadir ${name} al carrito`,
      moreOf: (name: string) => `Uno más: ${name}`,
      fewerOf: (name: string) => `Uno menos: ${name}`,
      each: (price: string) => `${price} por unidad`,
      name: 'Nombre para la recogida',
      nameHelp: (guest: string) => `Te llamaremos por este nombre. Si lo dejas vacío, usaremos «${guest}».`,
      nameHelpPlain: 'Te llamaremos por este nombre.',
      total: 'Total',
      reserve: (total: string) => `Reservar · ${total} al recoger`,
      reserveFree: 'Reservar gratis',
      accept: (total: string) => `Reservar al nuevo precio · ${total} al recoger`,
      pickup: 'Recogida',
      pickupAt: (shop: string) => `Recogida en ${shop}`,
      collectWithin: (duration: string) => `Recógelo en un plazo de ${duration} o el pedido caducará.`,
      accountsOnly: 'Necesitas una cuenta para pedir esto.',
      accountsOnlyHelp: 'Inicia sesión o crea una.',
      signIn: 'Iniciar sesión',
      noPickupNote: 'La tienda aún no ha indicado cómo recoger. Lo encontrarás en tu recibo.',
      limit: (limit: number) => `Máximo ${grouped(limit)} por persona.`,
      limitWith: (limit: number, owned: number) =>
        `Máximo ${grouped(limit)} por persona; ya tienes ${grouped(owned)}.`,
      limitUsedUp: (limit: number) => `Has alcanzado el máximo de ${grouped(limit)} por persona.`,
      onlyLeft: (count: number) =>
        counted(count, {
          one: 'Solo queda #, así que hemos cambiado la cantidad.',
          many: 'Solo quedan #, así que hemos cambiado la cantidad.',
          other: 'Solo quedan #, así que hemos cambiado la cantidad.',
        }),
      priceChanged: (before: string, now: string) => `El precio ha pasado de ${before} a ${now}.`,
      soldOutNow: 'Se acaba de agotar. Tu pedido no se ha realizado.',
      addToCart: 'Añadir al carrito',
      inCart: (count: number) => `${grouped(count)} en tu carrito`,
      addedToCart: (name: string) => `${name}: añadido al carrito.`,
      openCart: 'Ver el carrito',
    },

    notices: {
      bought: (name: string) => `Es tuyo: ${name}`,
      open: (name: string) => `Comprobando tu pedido: ${name}`,
      taken: (name: string) => `${name}: ya se había enviado`,
      refused: (name: string) => `${name}: no se ha pedido`,
      see: 'Ver',
      hide: 'Ocultar',
      several: (name: string, others: number) => `${name} y ${grouped(others)} más`,
    },
  },
}
