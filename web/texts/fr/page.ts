import { countedIn, grouped, waitOf } from '../../ui/plurals.ts'
import type { PageTexts } from '../en/page.ts'

const counted = countedIn('fr')
const payAtPickup = (total: string): string => `${total} à payer au retrait`
const rank = (place: number): string => (place === 1 ? '1er' : `${grouped(place)}e`)

export const page: PageTexts = {
  legal: {
    imprint: 'Mentions légales',
    privacy: 'Confidentialité',
    terms: 'Conditions',
    notFound: 'Cette page n’a pas encore de texte',
    notFoundHelp: 'L’organisateur du marché ne l’a pas encore rédigé.',
    unreachable: 'Impossible de charger cette page. Nouvel essai…',
  },

  shell: {
    close: 'Fermer',
    skipToMain: 'Aller au contenu',
    demo: 'Marché de démonstration : les commandes sont fictives.',
    loading: 'Chargement',
    reload: 'Recharger',
    toMarket: 'Aller au marché',
    notice: {
      personChanged:
        'Quelqu’un d’autre s’est connecté ou déconnecté dans ce navigateur : la page a été rechargée.',
      marketRestored: (cartItems: number) =>
        `Le marché a été restauré depuis une sauvegarde ; les produits ont pu changer.${
          cartItems > 0
            ? ` ${counted(cartItems, {
                one: '# article a été retiré',
                many: '# d’articles ont été retirés',
                other: '# articles ont été retirés',
              })} de ton panier.`
            : ''
        }`,
      dismiss: 'OK',
    },
    outdated: 'Une nouvelle version est disponible.',
    offline: {
      'no-network': 'Tu es hors ligne',
      unreachable: 'Le marché est injoignable',
      down: 'Le marché ne répond pas',
      busy: 'Le marché est très fréquenté',
      blocked: 'Ce réseau bloque les mises à jour en direct',
      reconnecting: 'Reconnexion',
    },
    offlineHelp:
      'Les prix et les stocks peuvent être dépassés. Tu pourras commander dès que tu seras connecté.',
    offlineHelpSeller:
      'Les prix et les stocks peuvent être dépassés. Tes modifications partiront dès que tu seras connecté.',
    blockedHelp:
      'Les prix et les stocks peuvent être dépassés ; nous vérifions toutes les quelques secondes. Pour commander, essaie un autre réseau.',
    blockedHelpSeller:
      'Les prix et les stocks peuvent être dépassés ; nous vérifions toutes les quelques secondes. Pour modifier, essaie un autre réseau.',
    noAnswer: 'Le marché n’a pas répondu. Réessaie.',
    keepTrying: 'Nous continuons d’essayer.',
    back: 'De nouveau en ligne',
    backHelp: 'Tout est à jour.',
    retryAfter: (ms: number) => `Tu pourras réessayer dans ${waitOf(ms, 'un instant')}.`,
    errorTitle: 'Un problème est survenu',
    errorHelp:
      'Ce n’est pas de ta faute, et tes commandes sont en sécurité. Recharge la page pour continuer.',
    errorId: (id: string) => `Erreur ${id}`,
    notFoundTitle: 'Page introuvable',
    notFoundHelp: 'Le lien est peut-être erroné, ou la page a changé d’adresse.',
    language: 'Langue',
    colorScheme: { auto: 'Thème : celui du système', light: 'Thème : clair', dark: 'Thème : sombre' },
  },
  orderStates: {
    placed: {
      buyer: 'En attente de retrait',
      stamp: 'À toi',
      seller: 'En attente de retrait',
      bill: payAtPickup,
      toDo: (count: number) =>
        counted(count, {
          one: '# commande en attente de retrait',
          many: '# de commandes en attente de retrait',
          other: '# commandes en attente de retrait',
        }),
    },
    ready: {
      buyer: 'Prête à retirer',
      stamp: 'Prête',
      seller: 'Prête à retirer',
      bill: payAtPickup,
      toDo: (count: number) =>
        counted(count, {
          one: '# commande prête à retirer',
          many: '# de commandes prêtes à retirer',
          other: '# commandes prêtes à retirer',
        }),
    },
    fulfilled: {
      buyer: 'Retirée',
      stamp: 'Retirée',
      seller: 'Remise',
      bill: (total: string) => `${total} payés`,
    },
    cancelled: {
      buyer: 'Annulée',
      stamp: 'Annulée',
      seller: 'Annulée',
      bill: (total: string) => `${total}, rien à payer`,
    },
  },
  unknownOrderState: 'En cours',
  status: {
    mayBeOld: 'Peut-être dépassé',
    soldOut: 'Épuisé',
    left: (count: number) => counted(count, { one: '# restant', many: '# restants', other: '# restants' }),
    inStock: 'En stock',
    shopClosed: 'Boutique fermée',
  },
  storefront: {
    title: 'Marché',
    orders: 'Commandes',
    waiting: 'en attente',
    cart: 'Panier',
    items: (count: number) => (count < 2 ? 'article' : 'articles'),
    search: 'Rechercher un produit',
    board: 'Tableau des stocks',
    sell: 'Vendre',
    account: 'Compte',
    keepOrders: 'Crée un compte pour voir tes commandes sur tous tes appareils.',
    place: (place: number) => `Tu es le ${rank(place)} à l’avoir acheté`,
    placeOf: (place: number, name: string) => `Tu es le ${rank(place)} à avoir acheté ${name}`,
    inStock: (count: number) => `${grouped(count)} en stock`,
    lastOne: 'Dernier exemplaire',
    live: 'En direct',
    soldLastMinute: (units: number) => `${grouped(units)} vendus à la dernière minute`,
    cartBar: (pieces: number, total: string) => `Voir le panier · ${grouped(pieces)} · ${total}`,
    free: 'Gratuit',

    list: {
      products: (count: number) =>
        counted(count, { one: '# produit', many: '# de produits', other: '# produits' }),
      showNew: (count: number) =>
        `Afficher ${counted(count, {
          one: '# nouveau produit',
          many: '# de nouveaux produits',
          other: '# nouveaux produits',
        })}`,
      more: (count: number) => `En afficher ${grouped(count)} de plus`,
      soldOut: (count: number) => counted(count, { one: '# épuisé', many: '# épuisés', other: '# épuisés' }),
      emptyTitle: 'Rien à vendre pour l’instant',
      emptyHelp: 'Les nouveaux produits apparaissent ici automatiquement.',
      emptySell: 'Ajouter ton premier produit',
      emptyShop: 'Cette boutique n’a rien à vendre pour le moment',
      didYouMean: (words: string) => `Vouliez-vous dire « ${words} » ?`,
      filteredTitle: 'Aucun résultat',
      filteredHelp: 'Essaie un autre mot ou retire un filtre.',
      clear: 'Effacer la recherche et les filtres',
      waitingHelp: 'Les produits apparaîtront dès que tu seras connecté.',
    },

    filter: {
      title: 'Trier et filtrer',
      label: 'Filtres',
      inStock: 'En stock',
      sort: 'Trier par',
      sorts: {
        newest: 'Plus récents d’abord',
        price: 'Prix croissant',
        'price-down': 'Prix décroissant',
        name: 'Nom : A–Z',
      },
      shop: 'Boutique',
      allShops: 'Toutes les boutiques',
      min: 'Prix min.',
      max: 'Prix max.',
      active: (count: number) => counted(count, { one: '# actif', many: '# actifs', other: '# actifs' }),
    },

    buy: {
      buy: 'Acheter',
      buyNamed: (name: string) => `Acheter ${name}`,
      soldOut: 'Épuisé',
      gone: 'Plus disponible',
      shopClosed: 'Boutique fermée',
      shopSuspended: 'Indisponible pour le moment',
      offline: 'Tu es hors ligne',
      connecting: 'Connexion…',
      title: 'Réserver',
      quantity: 'Quantité',
      fewer: 'Diminuer la quantité',
      more: 'Augmenter la quantité',
      addNamed: (name: string) => `Ajouter ${name} au panier`,
      moreOf: (name: string) => `Un de plus : ${name}`,
      fewerOf: (name: string) => `Un de moins : ${name}`,
      each: (price: string) => `${price} pièce`,
      name: 'Nom pour le retrait',
      nameHelp: (guest: string) => `Nous t’appellerons par ce nom au retrait. Laisse vide pour « ${guest} ».`,
      nameHelpPlain: 'Nous t’appellerons par ce nom au retrait.',
      total: 'Total',
      reserve: (total: string) => `Réserver · ${total} au retrait`,
      reserveFree: 'Réserver gratuitement',
      accept: (total: string) => `Réserver au nouveau prix · ${total} au retrait`,
      pickup: 'Retrait',
      pickupAt: (shop: string) => `Retrait chez ${shop}`,
      collectWithin: (duration: string) => `À retirer sous ${duration}, sinon la commande expire.`,
      accountsOnly: 'Il te faut un compte pour commander cet article.',
      accountsOnlyHelp: 'Connecte-toi ou crée un compte.',
      signIn: 'Se connecter',
      noPickupNote:
        'La boutique n’a pas encore indiqué comment retirer. Tu trouveras ces informations sur ton reçu.',
      limit: (limit: number) => `Limité à ${grouped(limit)} par personne.`,
      limitWith: (limit: number, owned: number) =>
        `Limité à ${grouped(limit)} par personne ; tu en as déjà ${grouped(owned)}.`,
      limitUsedUp: (limit: number) => `Tu as atteint la limite de ${grouped(limit)} par personne.`,
      onlyLeft: (count: number) => `Il n’en reste que ${grouped(count)} : nous avons adapté ta quantité.`,
      priceChanged: (before: string, now: string) => `Le prix est passé de ${before} à ${now}.`,
      soldOutNow: 'L’article vient d’être épuisé. Ta commande n’a pas été passée.',
      addToCart: 'Ajouter au panier',
      inCart: (count: number) => `${grouped(count)} dans ton panier`,
      addedToCart: (name: string) => `${name} : ajouté au panier.`,
      openCart: 'Voir le panier',
    },

    notices: {
      bought: (name: string) => `C’est à toi : ${name}`,
      open: (name: string) => `Vérification de ta commande : ${name}`,
      taken: (name: string) => `${name} : déjà envoyé`,
      refused: (name: string) => `${name} : non commandé`,
      see: 'Voir',
      hide: 'Masquer',
      several: (name: string, others: number) =>
        `${name} et ${counted(others, { one: '# autre', many: '# d’autres', other: '# autres' })}`,
    },
  },
}
