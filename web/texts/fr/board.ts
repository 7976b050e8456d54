import { grouped } from '../../ui/plurals.ts'
import type { BoardTexts } from '../en/board.ts'

export const board: BoardTexts = {
  state: { live: 'EN DIRECT', connecting: 'CONNEXION', reconnecting: 'RECONNEXION', stale: 'HORS LIGNE' },
  age: (seconds: number): string => {
    if (seconds < 2) return 'à l’instant'
    if (seconds < 120) return `il y a ${grouped(seconds)} s`
    if (seconds < 7_200) return `il y a ${grouped(Math.floor(seconds / 60))} min`
    return `il y a ${grouped(Math.floor(seconds / 3_600))} h`
  },
  said: {
    live: 'Le tableau est en direct.',
    connecting: 'Le tableau se connecte.',
    reconnecting: 'Le tableau se reconnecte. Il peut être dépassé.',
    stale: 'Le tableau est hors ligne. Il est dépassé.',
  },
  soldOut: 'ÉPUISÉ',
  closed: 'FERMÉ',
  low: 'BIENTÔT ÉPUISÉ',
  lastOne: 'LE DERNIER',
  free: 'Gratuit',
  list: (page: number, pages: number) => (pages > 1 ? `Stocks, page ${page} sur ${pages}` : 'Stocks'),
  page: (page: number, pages: number) => `${page} / ${pages}`,
  pause: 'Pause',
  resume: 'Reprendre',
  previous: 'Page précédente',
  next: 'Page suivante',
  fullScreen: 'Plein écran',
  leaveFullScreen: 'Quitter le plein écran',
  perMinute: 'ventes dans la dernière minute',
  lastSales: 'Vendu à l’instant',
  noSales: 'En attente de la prochaine vente…',
  sale: (quantity: number, name: string) => `${grouped(quantity)} × ${name}`,
  rush: (quantity: number, name: string, seconds: number) =>
    `${grouped(quantity)} × ${name} en ${grouped(seconds)} s`,
  buy: 'Scanne pour acheter',
  buyCode: (address: string) => `Code QR de ${address}`,
  nothing: 'Rien à vendre pour l’instant',
  nothingHelp: 'Les nouveaux produits apparaissent ici automatiquement.',
  noShop: (shop: string) => `Boutique « ${shop} » introuvable`,
  noShopHelp: 'Retire ?shop=… de l’adresse, ou utilise le numéro ou le nom court d’une boutique.',
}
