import { countedIn, grouped } from '../../ui/plurals.ts'
import type { OrderTexts } from '../en/orders.ts'
import { refusals } from './refusals.ts'

const counted = countedIn('fr')
const moved = (word: string) => (count: number) =>
  counted(count, { one: `# ${word}`, many: `# ${word}s`, other: `# ${word}s` })

export const orders: OrderTexts = {
  refusals,
  product: {
    ledger: 'Historique du stock',
    ledgerHelp: 'Chaque mouvement du stock, sans exception. Les acheteurs restent anonymes.',
    ledgerSums: {
      listed: 'Au départ',
      restocked: 'Réassort',
      returned: 'Retours',
      sold: 'Ventes',
      removed: 'Retraits du stock',
    },
    ledgerLeft: 'Reste',
    ledgerLatest: 'Derniers mouvements',
    ledgerFailed: 'Impossible de charger l’historique du stock.',
    ledgerLong: (count: number) => `Les ${grouped(count)} premiers mouvements ; il y en a d’autres.`,
    moved: {
      listed: (count: number) => `${grouped(count)} mis en vente`,
      restocked: moved('réassorti'),
      returned: moved('rendu'),
      sold: moved('vendu'),
      removed: moved('retiré'),
    },
    by: 'Vendu par',
    more: (shop: string) => `Aussi chez ${shop}`,
    boughtBefore: 'Tu l’as déjà commandé',
    notFoundTitle: 'Produit introuvable',
    notFoundHelp: 'Il n’est peut-être plus en vente, ou le lien est erroné.',
  },

  shopPage: {
    closed: 'Fermée pour le moment. Regarde déjà, tu commanderas à la réouverture.',
    closedUntil: (when: string) => `Fermée pour le moment. Réouverture : ${when}.`,
    suspended: 'Cette boutique ne prend pas de commandes pour le moment.',
    notFoundTitle: 'Boutique introuvable',
    notFoundHelp: 'Elle a peut-être fermé, ou le lien est erroné.',
  },

  carts: {
    title: 'Ton panier',
    doneTitle: 'Commandes passées',
    emptyTitle: 'Ton panier est vide',
    emptyHelp: 'Ajoute des articles de n’importe quelle boutique. Il y aura une commande par boutique.',
    remove: (name: string) => `Retirer ${name}`,
    removed: (name: string) => `${name} : retiré du panier.`,
    quantityOf: (name: string) => `Quantité de ${name}`,
    orders: (count: number) => `${grouped(count)} commandes séparées, une par boutique.`,
    leftOut: 'Les articles indisponibles ne seront pas commandés.',
    nothing: 'Aucun de ces articles ne peut être commandé pour le moment.',
    back: 'Toujours dans ton panier',
    sending: 'Commande en cours…',
  },

  outcome: {
    sendingTitle: 'Envoi de ta commande',
    sending: 'Un instant…',
    unknownTitle: 'Vérification de ta commande',
    findingOut:
      'La connexion a été coupée. Nous vérifions si ta commande est passée ; elle ne peut pas l’être deux fois.',
    unknownHelp:
      'Tu peux fermer cette page : nous afficherons le résultat dès que nous le connaîtrons. Ne commande pas à nouveau.',
    marketBusy: 'Il y a beaucoup de monde. Nous essayons toujours de passer ta commande.',
    boughtTitle: 'C’est à toi !',
    refusedTitle: 'Dommage, manqué de peu',
    nothingOrdered: 'Ta commande n’a pas été passée.',
    takenTitle: 'Déjà envoyée',
    taken:
      'Une autre personne connectée sur cet appareil a déjà envoyé cette commande. Vérifie ses commandes avant de réessayer.',
    restored:
      'Le marché a été restauré depuis une sauvegarde : ceci n’a pas été commandé. Vérifie le produit et commande à nouveau.',
    lapsedTitle: 'Commande non passée',
    lapsed: 'Le marché n’a pas pu être joint à temps : ta commande n’a pas été passée.',
    again: 'Réessayer',
    lastOne: (count: number) =>
      count === 1 ? 'Tu as eu le dernier !' : `Tu as eu les ${grouped(count)} derniers !`,
    done: 'Terminé',
    toOrders: 'Mes commandes',
    toMarket: 'Continuer mes achats',
    soldOut: (name: string) => `${name} : épuisé.`,
    someLeft: (name: string, count: number) => `${name} : il n’en reste que ${grouped(count)}.`,
    take: (count: number, total: string) => `Prendre les ${grouped(count)} derniers pour ${total}`,
    takeOne: (total: string) => `Prendre le dernier pour ${total}`,
    priceChanged: (name: string, before: string, now: string) =>
      `${name} coûte maintenant ${now} au lieu de ${before}.`,
    acceptPrice: (total: string) => `Réserver à ${total}`,
    limit: (name: string, limit: number) => `${name} : limité à ${grouped(limit)} par personne.`,
    takeAllowed: (count: number, total: string) => `En prendre ${grouped(count)} (ta limite) pour ${total}`,
    limitUsedUp: 'Tu les as déjà.',
    shopClosed: (shop: string) => `${shop} vient de fermer.`,
    accountRequired: (name: string) => `Il te faut un compte pour commander ${name}.`,
    gone: (name: string) => `${name} n’est plus disponible.`,
    alsoAt: (shop: string) => `Aussi chez ${shop}`,
    allOf: (shop: string) => `Tout voir chez ${shop}`,
    announceBought: (name: string, code: string) =>
      `C’est à toi : ${name}. Ton code de retrait est ${code.split('').join(' ')}.`,
    announceRefused: (why: string) => `${why} Ta commande n’a pas été passée.`,
  },

  notKept: {
    before:
      'Ce navigateur ne garde pas les cookies de ce site : tes commandes disparaîtront quand tu fermeras cette page. Après avoir commandé, copie le lien du reçu.',
    after:
      'Ce navigateur ne garde pas les cookies de ce site. Copie maintenant le lien de ce reçu : sans lui, tu ne retrouveras pas ta commande une fois la page fermée.',
  },

  news: {
    ready: (name: string, code: string) => `${name} : prêt à retirer. Ton code est ${code}.`,
    cancelled: (shop: string, name: string, reason: string) =>
      `${shop} a annulé ta commande de ${name}${reason ? ` : ${reason}` : ''}. Tu ne paies rien.`,
    expired: (name: string) => `Ta commande de ${name} a expiré : elle n’a pas été retirée à temps.`,
    pickedUp: (name: string) => `${name} : commande retirée.`,
    changed: (name: string) => `Ta commande de ${name} a changé.`,
    pickup: (shop: string) => `${shop} a modifié ses informations de retrait.`,
    show: 'Montrer ton ticket',
  },

  order: {
    number: (number: number) => `Commande\u00a0${number}`,
    code: 'Code de retrait',
    qr: (code: string) => `Code QR du code de retrait ${code}, à scanner par la boutique`,
    free: 'Rien à payer',
    calledFor: (name: string) => `Nom pour le retrait : ${name}`,
    share: 'Partager',
    copy: 'Copier le lien',
    copied: 'Copié',
    copyByHand: 'Copie ce lien',
    print: 'Imprimer',
    directions: 'Itinéraire',
    again: 'Commander à nouveau',
    againNothing: 'Rien de tout cela ne peut être commandé pour le moment.',
    calendar: 'Ajouter au calendrier',
    calendarTitle: (number: number, shop: string) => `Retirer la commande ${number} chez ${shop}`,
    calendarText: (code: string, name: string) => `Code de retrait ${code}, pour ${name}.`,
    calendarWhen: 'Quand viendras-tu la retirer ?',
    calendarHelp: 'La boutique n’a pas donné d’heure précise. Regarde ses informations de retrait.',
    calendarSave: 'Enregistrer dans le calendrier',
    calendarPast: 'Choisis un moment à venir.',
    cancel: 'Annuler la commande',
    cancelTitle: 'Annuler cette commande ?',
    cancelHelp: 'Tes articles sont aussitôt remis en vente, et quelqu’un d’autre peut les acheter.',
    cancelKeep: 'Garder la commande',
    cancelled: 'Ta commande est annulée.',
    cancelRefused: 'Cette commande ne peut plus être annulée.',
    cancelledBy: {
      buyer: 'Tu as annulé cette commande.',
      seller: 'La boutique a annulé cette commande.',
      market: 'Cette commande a expiré : elle n’a pas été retirée à temps.',
    },
    collectBy: (when: string) => `À retirer avant le ${when}`,
    because: (reason: string) => `Motif : ${reason}`,
    emptyTitle: 'Pas encore de commande',
    emptyHelp: 'Tes commandes et tes codes de retrait s’afficheront ici.',
    current: 'Commandes en cours',
    past: 'Commandes passées',
    offline: 'Tes commandes apparaîtront dès que tu seras connecté.',
    notFoundTitle: 'Reçu introuvable',
    notFoundHelp:
      'Le lien est peut-être coupé ou erroné. Les commandes de ce navigateur sont dans « Commandes ».',
    unreachable: 'Impossible de charger ce reçu. Nouvel essai…',
    shareTitle: (number: number, shop: string) => `Commande ${number} chez ${shop}`,
  },
}
