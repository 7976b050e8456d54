import { countedIn, grouped, waitOf } from '../../ui/plurals.ts'
import type { PageTexts } from '../en/page.ts'

const counted = countedIn('de')
const payAtPickup = (total: string): string => `Bei Abholung ${total} bezahlen`

export const page: PageTexts = {
  legal: {
    imprint: 'Impressum',
    privacy: 'Datenschutz',
    terms: 'Bedingungen',
    notFound: 'Diese Seite hat noch keinen Text',
    notFoundHelp: 'Der Betreiber des Markts hat ihn noch nicht geschrieben.',
    unreachable: 'Diese Seite konnte nicht geladen werden. Wir versuchen es weiter…',
  },

  shell: {
    close: 'Schließen',
    skipToMain: 'Zum Inhalt springen',
    demo: 'Demo-Markt: Bestellungen sind nicht echt.',
    loading: 'Wird geladen',
    reload: 'Neu laden',
    toMarket: 'Zum Markt',
    notice: {
      personChanged:
        'In diesem Browser hat sich jemand anderes an- oder abgemeldet. Deshalb wurde die Seite neu geladen.',
      marketRestored: (cartItems: number) =>
        `Der Markt wurde aus einer Sicherung wiederhergestellt; Produkte können sich geändert haben.${
          cartItems > 0
            ? ` ${counted(cartItems, { one: '# Artikel wurde', other: '# Artikel wurden' })} aus deinem Warenkorb entfernt.`
            : ''
        }`,
      dismiss: 'OK',
    },
    outdated: 'Es gibt eine neue Version.',
    offline: {
      'no-network': 'Du bist offline',
      unreachable: 'Der Markt ist nicht erreichbar',
      down: 'Der Markt antwortet nicht',
      busy: 'Auf dem Markt ist gerade sehr viel los',
      blocked: 'Dieses Netz blockiert Live-Daten',
      reconnecting: 'Verbindung wird wiederhergestellt',
    },
    offlineHelp:
      'Preise und Bestände können veraltet sein. Sobald du verbunden bist, kannst du wieder bestellen.',
    offlineHelpSeller:
      'Preise und Bestände können veraltet sein. Deine Änderungen werden gesendet, sobald du verbunden bist.',
    blockedHelp:
      'Preise und Bestände können veraltet sein; wir fragen alle paar Sekunden nach. Zum Bestellen brauchst du ein anderes Netz.',
    blockedHelpSeller:
      'Preise und Bestände können veraltet sein; wir fragen alle paar Sekunden nach. Für Änderungen brauchst du ein anderes Netz.',
    noAnswer: 'Der Markt war nicht erreichbar. Versuche es noch einmal.',
    keepTrying: 'Wir versuchen es weiter.',
    back: 'Wieder online',
    backHelp: 'Alles ist auf dem neuesten Stand.',
    retryAfter: (ms: number) => `In ${waitOf(ms, 'einem Moment')} kannst du es wieder versuchen.`,
    errorTitle: 'Da ist etwas schiefgegangen',
    errorHelp: 'Das liegt nicht an dir, und deine Bestellungen sind sicher. Lade die Seite neu.',
    errorId: (id: string) => `Fehler ${id}`,
    notFoundTitle: 'Seite nicht gefunden',
    notFoundHelp: 'Der Link ist vielleicht falsch, oder die Seite ist umgezogen.',
    language: 'Sprache',
    colorScheme: {
      auto: 'Darstellung: wie das Gerät',
      light: 'Darstellung: hell',
      dark: 'Darstellung: dunkel',
    },
  },
  orderStates: {
    placed: {
      buyer: 'Wartet auf Abholung',
      stamp: 'Deins',
      seller: 'Wartet auf Abholung',
      bill: payAtPickup,
      toDo: (count: number) =>
        counted(count, {
          one: '# Bestellung wartet auf Abholung',
          other: '# Bestellungen warten auf Abholung',
        }),
    },
    ready: {
      buyer: 'Bereit zur Abholung',
      stamp: 'Bereit',
      seller: 'Bereit zur Abholung',
      bill: payAtPickup,
      toDo: (count: number) =>
        counted(count, { one: '# Bestellung liegt bereit', other: '# Bestellungen liegen bereit' }),
    },
    fulfilled: {
      buyer: 'Abgeholt',
      stamp: 'Abgeholt',
      seller: 'Übergeben',
      bill: (total: string) => `${total} bezahlt`,
    },
    cancelled: {
      buyer: 'Storniert',
      stamp: 'Storniert',
      seller: 'Storniert',
      bill: (total: string) => `${total}, nichts zu bezahlen`,
    },
  },
  unknownOrderState: 'In Bearbeitung',
  status: {
    mayBeOld: 'Vielleicht veraltet',
    soldOut: 'Ausverkauft',
    left: (count: number) => `noch ${grouped(count)}`,
    inStock: 'Vorrätig',
    shopClosed: 'Laden geschlossen',
  },
  storefront: {
    title: 'Markt',
    orders: 'Bestellungen',
    waiting: 'offen',
    cart: 'Warenkorb',
    items: () => 'Artikel',
    search: 'Produkte suchen',
    board: 'Bestandstafel',
    sell: 'Verkaufen',
    account: 'Konto',
    keepOrders: 'Mit einem Konto siehst du deine Bestellungen auf all deinen Geräten.',
    place: (place: number) => `Du warst Nummer ${grouped(place)} bei diesem Produkt`,
    placeOf: (place: number, name: string) => `Du warst Nummer ${grouped(place)} bei ${name}`,
    inStock: (count: number) => `${grouped(count)} vorrätig`,
    lastOne: 'Letztes Stück',
    live: 'Live',
    soldLastMinute: (units: number) => `${grouped(units)} in der letzten Minute verkauft`,
    cartBar: (pieces: number, total: string) => `Warenkorb · ${grouped(pieces)} · ${total}`,
    free: 'Gratis',

    list: {
      products: (count: number) => counted(count, { one: '# Produkt', other: '# Produkte' }),
      showNew: (count: number) =>
        counted(count, { one: '# neues Produkt anzeigen', other: '# neue Produkte anzeigen' }),
      more: (count: number) => `${grouped(count)} weitere anzeigen`,
      soldOut: (count: number) => counted(count, { one: '# ausverkauft', other: '# ausverkauft' }),
      emptyTitle: 'Noch nichts im Angebot',
      emptyHelp: 'Neue Produkte erscheinen hier von selbst.',
      emptySell: 'Erstes Produkt anlegen',
      emptyShop: 'Dieser Laden hat gerade nichts im Angebot',
      didYouMean: (words: string) => `Meinten Sie „${words}“?`,
      filteredTitle: 'Keine Treffer',
      filteredHelp: 'Versuche ein anderes Wort oder entferne einen Filter.',
      clear: 'Suche und Filter löschen',
      waitingHelp: 'Produkte erscheinen, sobald du verbunden bist.',
    },

    filter: {
      title: 'Sortieren und filtern',
      label: 'Filter',
      inStock: 'Vorrätig',
      sort: 'Sortieren nach',
      sorts: {
        newest: 'Neueste zuerst',
        price: 'Preis: aufsteigend',
        'price-down': 'Preis: absteigend',
        name: 'Name: A–Z',
      },
      shop: 'Laden',
      allShops: 'Alle Läden',
      min: 'Preis ab',
      max: 'Preis bis',
      active: (count: number) => `${grouped(count)} aktiv`,
    },

    buy: {
      buy: 'Kaufen',
      buyNamed: (name: string) => `${name} kaufen`,
      soldOut: 'Ausverkauft',
      gone: 'Nicht mehr erhältlich',
      shopClosed: 'Laden geschlossen',
      shopSuspended: 'Zurzeit nicht erhältlich',
      offline: 'Du bist offline',
      connecting: 'Verbindung wird hergestellt…',
      title: 'Reservieren',
      quantity: 'Menge',
      fewer: 'Menge verringern',
      more: 'Menge erhöhen',
      addNamed: (name: string) => `${name} in den Warenkorb`,
      moreOf: (name: string) => `Eins mehr: ${name}`,
      fewerOf: (name: string) => `Eins weniger: ${name}`,
      each: (price: string) => `${price} pro Stück`,
      name: 'Name für die Abholung',
      nameHelp: (guest: string) => `Mit diesem Namen rufen wir dich auf. Ohne Eingabe nehmen wir „${guest}“.`,
      nameHelpPlain: 'Mit diesem Namen rufen wir dich auf.',
      total: 'Summe',
      reserve: (total: string) => `Reservieren · ${total} bei Abholung`,
      reserveFree: 'Kostenlos reservieren',
      accept: (total: string) => `Zum neuen Preis reservieren · ${total} bei Abholung`,
      pickup: 'Abholung',
      pickupAt: (shop: string) => `Abholung bei ${shop}`,
      collectWithin: (duration: string) => `Abholfrist: ${duration}. Danach verfällt die Bestellung.`,
      accountsOnly: 'Dafür brauchst du ein Konto.',
      accountsOnlyHelp: 'Melde dich an oder lege eins an.',
      signIn: 'Anmelden',
      noPickupNote: 'Der Laden hat noch keine Abholinfos angegeben. Du findest sie später auf deinem Beleg.',
      limit: (limit: number) => `Höchstens ${grouped(limit)} pro Person.`,
      limitWith: (limit: number, owned: number) =>
        `Höchstens ${grouped(limit)} pro Person; ${grouped(owned)} hast du schon.`,
      limitUsedUp: (limit: number) => `Du hast schon ${grouped(limit)}; mehr gibt es pro Person nicht.`,
      onlyLeft: (count: number) => `Es sind nur noch ${grouped(count)} da. Wir haben die Menge angepasst.`,
      priceChanged: (before: string, now: string) => `Der Preis ist jetzt ${now} statt ${before}.`,
      soldOutNow: 'Gerade ausverkauft. Deine Bestellung wurde nicht aufgegeben.',
      addToCart: 'In den Warenkorb',
      inCart: (count: number) => `${grouped(count)} im Warenkorb`,
      addedToCart: (name: string) => `${name} liegt im Warenkorb.`,
      openCart: 'Warenkorb ansehen',
    },

    notices: {
      bought: (name: string) => `Du hast ${name} bekommen`,
      open: (name: string) => `Deine Bestellung wird geprüft: ${name}`,
      taken: (name: string) => `${name} wurde schon bestellt`,
      refused: (name: string) => `${name} wurde nicht bestellt`,
      see: 'Ansehen',
      hide: 'Ausblenden',
      several: (name: string, others: number) =>
        `${name} und ${counted(others, { one: '# weiteres', other: '# weitere' })}`,
    },
  },
}
