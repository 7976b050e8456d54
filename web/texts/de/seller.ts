import type { Quota } from '../../../shared/refusals.ts'
import { countedIn, decimal, grouped } from '../../ui/plurals.ts'
import type { SellerTexts } from '../en/seller.ts'
import { capacity } from './capacity.ts'
import { page } from './page.ts'
import { palette } from './palette.ts'
import { refusals } from './refusals.ts'
import { sellerDay } from './seller-day.ts'
import { sellerLook } from './seller-look.ts'
import { sellerProducts } from './seller-products.ts'
import { sellerStaff } from './seller-staff.ts'
import { sellerSuspending } from './seller-suspending.ts'

const counted = countedIn('de')
const { noAnswer } = page.shell

const quotaReached: Readonly<Record<Quota, (max: string) => string>> = {
  products: (max) =>
    `Ein Laden kann ${max} Produkte haben. Lösche welche, oder bitte den Betreiber des Markts um mehr.`,
  categories: (max) => `Ein Laden kann ${max} Kategorien haben. Wähle eine davon.`,
  images: (max) => `Ein Laden kann ${max} Fotos haben. Unbenutzte verschwinden nach einer Weile.`,
  imageBytes: (max) =>
    `Die Fotos eines Ladens können ${max} Bytes belegen. Unbenutzte verschwinden nach einer Weile.`,
  invites: (max) => `${max} Einladungen sind offen. Warte, bis welche benutzt oder abgelaufen sind.`,
  staff: (max) => `In einem Laden können höchstens ${max} Leute arbeiten.`,
  jobs: (max) => `Eine Person kann in höchstens ${max} Läden arbeiten.`,
}

export const seller: SellerTexts = {
  look: sellerLook,
  day: sellerDay,
  overview: 'Überblick',
  products: 'Produkte',
  orders: 'Bestellungen',
  settings: 'Einstellungen',
  pages: 'Seiten deines Ladens',
  toStorefront: 'Zum Markt',
  toBoard: 'Bestandstafel',
  chime: 'Ton bei neuen Bestellungen',
  shop: 'Laden',
  allShops: 'Alle Läden',
  newInTitle: (count: number, title: string) => (count > 0 ? `(${grouped(count)}) ${title}` : title),
  save: 'Speichern',
  cancel: 'Abbrechen',
  close: 'Schließen',
  done: 'Fertig',
  edit: 'Bearbeiten',
  undo: 'Rückgängig',
  waiting: 'Noch nicht bestätigt. Wir versuchen es weiter.',
  optional: 'freiwillig',
  showMore: (left: number) => `Mehr anzeigen (noch ${grouped(left)})`,
  refusals: {
    ...refusals,
    forbidden: 'Das kannst du nicht ändern. Ist der Laden gesperrt, kann das nur der Betreiber des Markts.',
  },
  invalid: () => refusals.invalid,
  outOfStock: (available: number) => `Es sind nur ${grouped(available)} vorrätig; nichts wurde geändert.`,
  quotaReached,
  entry: {
    title: 'Anmelden, um zu verkaufen',
    entering: 'Du wirst angemeldet',
    byAccount: 'Mit E-Mail und Passwort anmelden',
    where:
      'Du betreibst diesen Markt? Öffne den Link „Sell“, den der Server beim Start ausgegeben hat, oder füge ihn hier ein.',
    example: 'Sell   http://127.0.0.1:3000/sell#token=…',
    field: 'Link oder Schlüssel',
    button: 'Mit dem Link anmelden',
    why: {
      refused: 'Dieser Link ist nicht von diesem Markt. Kopiere die ganze Zeile „Sell“ vom Server.',
      'too many tries': 'Zu viele Versuche. Warte eine Minute und versuche es dann noch einmal.',
      'no answer': noAnswer,
    },
    empty: 'Füge den Link oder den Schlüssel ein.',
  },
  shops: {
    title: 'Läden',
    help: 'Wen du einlädst, führt einen eigenen Laden und sieht die anderen nicht.',
    invite: 'Zum Verkaufen einladen',
    inviteTitle: 'Zum Verkaufen einladen',
    inviteHelp: 'Du bekommst einen Link zum Verschicken. Er gilt einmal und läuft nach 7 Tagen ab.',
    resetAnyone: 'Ein Passwort zurücksetzen',
    resetTitle: 'Passwort zurücksetzen',
    resetEmail: 'E-Mail des Kontos',
    resetNobody: 'Kein Konto hat diese E-Mail. Prüfe die Schreibweise.',
    resetHelp:
      'Du bekommst einen Link zum Verschicken. Er führt zu einem neuen Passwort und meldet alle Geräte der Person ab.',
    email: 'E-Mail der Person',
    shopName: 'Name des Ladens',
    makeLink: 'Link erzeugen',
    link: 'Link',
    linkHelp: 'Du siehst diesen Link nur einmal. Schicke ihn nur dieser Person.',
    copy: 'Kopieren',
    copied: 'Kopiert',
    house: 'Von dir geführt',
    nobody: 'Kein Konto',
    orders: (count: number) => counted(count, { one: '# Bestellung', other: '# Bestellungen' }),
    products: (count: number) => counted(count, { one: '# Produkt', other: '# Produkte' }),
    pictures: (count: number, size: string) =>
      count === 0 ? 'keine Fotos' : `${counted(count, { one: '# Foto', other: '# Fotos' })} (${size})`,
    clear: 'Produkte löschen',
    clearNamed: (name: string) => `Alle Produkte von ${name} löschen`,
    clearTitle: (name: string) => `Alle Produkte von ${name} löschen?`,
    clearHelp: (count: number) =>
      `${counted(count, { one: '# Produkt und sein Foto werden', other: '# Produkte und ihre Fotos werden' })} endgültig gelöscht. Bestellungen bleiben bestehen. Soll der Laden nur pausieren, sperre ihn.`,
    clearNow: (count: number) => counted(count, { one: '# Produkt löschen', other: '# Produkte löschen' }),
    cleared: (name: string) => `Produkte von ${name} gelöscht.`,
    reset: 'Passwort zurücksetzen',
    suspend: 'Sperren',
    restore: 'Sperre aufheben',
    suspendNamed: (name: string) => `${name} sperren`,
    restoreNamed: (name: string) => `Sperre von ${name} aufheben`,
    isSuspended: 'Gesperrt',
    said: (name: string, suspended: boolean) =>
      suspended ? `${name} ist gesperrt.` : `${name} kann wieder verkaufen.`,
    noAnswer,
  },
  palette,
  selling: {
    stop: 'Laden pausieren',
    open: 'Wieder öffnen',
    stopTitle: 'Laden pausieren?',
    openTitle: 'Laden wieder öffnen?',
    manageTitle: 'Läden pausieren oder öffnen',
    stopHelp:
      'Alle sehen, dass der Laden geschlossen ist, und niemand kann bestellen. Bestehende Bestellungen bleiben.',
    openHelp: 'Ab sofort kann wieder bestellt werden.',
    isOpen: 'Offen',
    isClosed: 'Geschlossen',
    isSuspended: 'Vom Betreiber gesperrt',
    stopNamed: (name: string) => `Laden pausieren: ${name}`,
    openNamed: (name: string) => `${name} wieder öffnen`,
    stopAll: (count: number) => `Alle ${grouped(count)} Läden pausieren`,
    closedBar: (name: string) => `${name} ist geschlossen. Niemand kann bestellen.`,
    suspendedBar: (name: string) =>
      `${name} ist gesperrt: keine Bestellungen und keine Änderungen, bis der Betreiber des Markts die Sperre aufhebt.`,
    closedBars: (count: number) =>
      `${counted(count, { one: '# Laden ist', other: '# Läden sind' })} geschlossen. Niemand kann dort bestellen.`,
    said: (name: string, open: boolean) => (open ? `${name} ist wieder offen.` : `${name} ist geschlossen.`),
  },
  todo: {
    title: 'Zu tun',
    nothing: 'Alles erledigt.',
    atLeast: (what: string) => `Mindestens ${what}`,
    soldOut: (count: number) =>
      counted(count, { one: '# Produkt ist ausverkauft', other: '# Produkte sind ausverkauft' }),
    low: (count: number) =>
      counted(count, {
        one: '# Produkt ist bald ausverkauft',
        other: '# Produkte sind bald ausverkauft',
      }),
    noPickupNote: (shop: string) =>
      `${shop} hat keine Abholinfos; niemand weiß, wohin und wann man kommen soll`,
    writeNote: 'Angeben',
    see: 'Ansehen',
    firstTitle: 'Lege dein erstes Produkt an',
    firstHelp: 'Name, Preis und Menge genügen. Es ist im Verkauf, sobald du es veröffentlichst.',
    first: 'Produkt anlegen',
  },
  figures: {
    range: 'Zeitraum',
    ranges: { today: 'Heute', '7d': 'Letzte 7 Tage', '30d': 'Letzte 30 Tage', all: 'Gesamt' },
    shortRanges: { today: 'Heute', '7d': '7 Tage', '30d': '30 Tage', all: 'Alles' },
    zone: (zone: string | null) =>
      `${zone ? `Tage beginnen um Mitternacht (${zone}).` : 'Die Tage jedes Ladens beginnen um Mitternacht in seiner Zeitzone.'} Ohne stornierte Bestellungen.`,
    ordered: 'Umsatz',
    orders: 'Bestellungen',
    units: 'Verkaufte Artikel',
    waiting: 'Warten auf Abholung',
    overTime: 'Umsatz im Lauf der Zeit',
    measure: 'Zeigen',
    measures: { revenue: 'Umsatz', orders: 'Bestellungen', units: 'Verkaufte Artikel' },
    plot: (measure: string) =>
      `Diagramm: ${measure} im Lauf der Zeit. Die Tabelle darunter hat dieselben Zahlen.`,
    asTable: 'Als Tabelle',
    from: 'Ab',
    day: 'Tag',
    sellingTitle: 'Verkauft sich gut',
    product: 'Produkt',
    perMinute: 'Pro Minute',
    left: 'Übrig',
    deleted: 'Gelöschtes Produkt',
    pace: (units: number) => decimal(units, 1),
    lasts: (minutes: number) =>
      minutes < 1
        ? 'reicht keine Minute mehr'
        : `reicht noch ~${minutes < 90 ? `${grouped(Math.round(minutes))} min` : `${grouped(Math.round(minutes / 60))} h`}`,
  },
  live: {
    title: 'Neueste Bestellungen',
    all: 'Alle Bestellungen',
  },
  newOrders: (count: number) =>
    counted(count, { one: '# neue Bestellung anzeigen', other: '# neue Bestellungen anzeigen' }),
  newOrdersSaid: (count: number) =>
    counted(count, { one: '# neue Bestellung.', other: '# neue Bestellungen.' }),
  newProducts: (count: number) =>
    counted(count, { one: '# neues Produkt anzeigen', other: '# neue Produkte anzeigen' }),
  ...sellerProducts,
  ...sellerStaff,
  ...sellerSuspending,
  capacity,
  order: {
    title: (number: number) => `Bestellung ${number}`,
    number: 'Bestellung',
    code: 'Code',
    buyer: 'Name',
    lines: 'Artikel',
    total: 'Zu zahlen',
    when: 'Bestellt',
    status: 'Status',
    noName: 'Kein Name',
    findLabel: 'Abholcode, Nummer oder Name',
    findHelp: 'Code eingeben und Enter drücken, dann noch einmal Enter zum Übergeben.',
    find: 'Suchen',
    notFound: (find: string) => `Keine Bestellung zu „${find}“ gefunden`,
    noAnswer,
    pay: 'Bezahlt und übergeben',
    collect: (total: string) => `${total} kassieren`,
    markReady: 'Bereit zur Abholung',
    saidReady: (number: number) =>
      `Bestellung ${number} ist bereit zur Abholung. Wer bestellt hat, sieht das.`,
    handedOver: (when: string) => `Übergeben ${when}`,
    cancelledBy: {
      buyer: 'Vom Kunden storniert',
      seller: 'Vom Laden storniert',
      market: 'Verfallen: nicht rechtzeitig abgeholt',
    },
    collectBy: (when: string) => `Abholen bis ${when}`,
    reason: 'Grund',
    reasonHelp: 'Wer bestellt hat, sieht das',
    cancel: 'Bestellung stornieren',
    cancelTitle: 'Diese Bestellung stornieren?',
    cancelHelp: 'Die Artikel sind sofort wieder im Bestand.',
    cancelConfirm: 'Bestellung stornieren',
    restock: 'Artikel zurück in den Bestand',
    restockNot: 'Die Artikel sind weg und werden nicht wieder verkauft.',
    keep: 'Behalten',
    receipt: 'Beleg',
    next: 'Nächste Bestellung',
    saidHandedOver: (number: number) => `Bestellung ${number} übergeben.`,
    saidCancelled: (number: number, isRestocked: boolean) =>
      `Bestellung ${number} storniert.${isRestocked ? ' Ihre Artikel sind wieder im Bestand.' : ''}`,
  },
  orderFilters: {
    title: 'Zeit und Netz',
    open: 'Zeit oder Netz',
    from: (timeZone: string) => `Bestellt ab (${timeZone})`,
    to: 'Bestellt vor',
    network: (tag: string) => `Netz ${tag.slice(0, 4).toUpperCase()}`,
    anyNetwork: (tag: string) => `Netz ${tag.slice(0, 4).toUpperCase()}: alle Netze zeigen`,
    sameNetwork: 'Bestellungen aus demselben Netz',
    selectAll: 'Alle wartenden auswählen',
    close: 'Schließen',
  },
  orderList: {
    caption: 'Bestellungen',
    all: 'Alle Bestellungen',
    none: 'Noch keine Bestellungen',
    noneHelp: 'Neue Bestellungen erscheinen hier sofort.',
    noneFound: 'Keine passenden Bestellungen',
    noneFoundHelp: 'Keine Bestellung hat diesen Status oder passt zur Suche.',
    showAll: 'Alle Bestellungen anzeigen',
    older: 'Ältere Bestellungen anzeigen',
    print: 'Packliste drucken',
    open: (number: number) => `Bestellung ${number} öffnen`,
  },
  pickList: {
    title: (market: string, when: string) => `${market}: Packliste, ${when}`,
    pack: 'Zu packen',
    orders: 'Bestellungen',
  },
  settingsPage: {
    choose: 'Welcher Laden?',
    name: 'Name des Ladens',
    description: 'Beschreibung',
    descriptionHelp: 'Steht auf der Seite des Ladens.',
    avatar: 'Bild des Ladens',
    banner: 'Banner',
    color: 'Farbe des Ladens',
    colorHelp: 'Für Banner und Bestellungen.',
    colorNone: 'Keine Farbe',
    pickupNote: 'Abholinfos',
    pickupHelp: 'Wo und wann. Steht auf jeder Bestellung und jedem Beleg.',
    pickupMissing: 'Ohne sie weiß niemand, wohin.',
    timeZone: 'Zeitzone',
    timeZoneHelp: 'Gilt für alle Daten und Zeiten in diesem Laden.',
    lowStockAt: 'Warnen bei',
    lowHelp: 'Ab dieser Zahl steht beim Produkt „noch 5“, und es ist hier markiert.',
    collect: 'Nicht abgeholte Bestellungen',
    collectHelp: 'Artikel verfallener Bestellungen kommen wieder in den Verkauf. Gilt für neue Bestellungen.',
    collectNever: 'Verfallen nie',
    collectAfter: (duration: string) => `Verfallen nach Ablauf von: ${duration}`,
    accountsOnly: 'Nur mit Konto bestellbar',
    accountsOnlyHelp: 'Gäste können sich weiter umsehen. Das hilft, wenn Gäste nicht abholen.',
    saved: 'Gespeichert.',
    nameMissing: 'Gib einen Namen für den Laden ein.',
    numberWrong: 'Gib eine ganze Zahl ein (0 oder mehr).',
  },
}
