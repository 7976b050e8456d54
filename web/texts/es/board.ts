import { grouped } from '../../ui/plurals.ts'
import type { BoardTexts } from '../en/board.ts'

export const board: BoardTexts = {
  state: {
    live: 'EN DIRECTO',
    connecting: 'CONECTANDO',
    reconnecting: 'RECONECTANDO',
    stale: 'SIN CONEXIÓN',
  },
  age: (seconds: number): string => {
    if (seconds < 2) return 'ahora mismo'
    if (seconds < 120) return `hace ${grouped(seconds)} s`
    if (seconds < 7_200) return `hace ${grouped(Math.floor(seconds / 60))} min`
    return `hace ${grouped(Math.floor(seconds / 3_600))} h`
  },
  said: {
    live: 'El panel está en directo.',
    connecting: 'El panel se está conectando.',
    reconnecting: 'El panel se está reconectando. Puede no estar al día.',
    stale: 'El panel no tiene conexión. No está al día.',
  },
  soldOut: 'AGOTADO',
  closed: 'CERRADO',
  low: 'QUEDAN POCOS',
  lastOne: 'EL ÚLTIMO',
  free: 'Gratis',
  list: (page: number, pages: number) =>
    pages > 1 ? `Existencias, página ${page} de ${pages}` : 'Existencias',
  page: (page: number, pages: number) => `${page} / ${pages}`,
  pause: 'Pausar',
  resume: 'Reanudar',
  previous: 'Página anterior',
  next: 'Página siguiente',
  fullScreen: 'Pantalla completa',
  leaveFullScreen: 'Salir de pantalla completa',
  perMinute: 'vendidos en el último minuto',
  lastSales: 'Recién vendido',
  noSales: 'Esperando la próxima venta…',
  sale: (quantity: number, name: string) => `${grouped(quantity)} × ${name}`,
  rush: (quantity: number, name: string, seconds: number) =>
    `${grouped(quantity)} × ${name} en ${grouped(seconds)} s`,
  buy: 'Escanea para comprar',
  buyCode: (address: string) => `Código QR de ${address}`,
  nothing: 'Todavía no hay nada a la venta',
  nothingHelp: 'Los productos nuevos aparecen aquí automáticamente.',
  noShop: (shop: string) => `No se encontró la tienda «${shop}»`,
  noShopHelp: 'Quita ?shop=… de la dirección o usa el número o el nombre corto de una tienda.',
}
