import { countedIn, grouped } from '../../ui/plurals.ts'
import type { SellerTexts } from '../en/seller.ts'
import { page } from './page.ts'

const counted = countedIn('de')

type ProductPart =
  | 'product'
  | 'picture'
  | 'bulk'
  | 'import'
  | 'table'
  | 'edits'
  | 'stock'
  | 'ledger'
  | 'deletion'

export const sellerProducts: Pick<SellerTexts, ProductPart> = {
  product: {
    create: 'Neues Produkt',
    createTitle: 'Produkt anlegen',
    createButton: 'Veröffentlichen',
    createHidden: 'Als Entwurf speichern',
    editTitle: 'Produkt bearbeiten',
    created: (name: string, listed: boolean) =>
      listed ? `${name} ist im Verkauf` : `${name} ist als Entwurf gespeichert`,
    another: 'Noch eins anlegen',
    labels: {
      name: 'Name',
      sku: 'Artikelnummer',
      price: 'Preis',
      description: 'Beschreibung',
      category: 'Kategorie',
      limitPerBuyer: 'Höchstmenge pro Person',
    },
    price: (currency: string) => `Preis in ${currency}`,
    priceHelp: '0 für gratis',
    stock: 'Menge',
    hidden: 'Entwurf: noch nicht sichtbar',
    accountsOnly: 'Nur mit Konto bestellbar',
    otherLanguages: 'Weitere Sprachen',
    otherLanguagesHelp:
      'Das sehen alle, die den Markt in dieser Sprache lesen. Wo ein Feld leer ist, sehen sie den Text oben.',
    otherLanguagesLong: 'Ein Name hat höchstens 120 Zeichen, eine Beschreibung 4.000.',
    shop: 'Laden',
    nameMissing: 'Gib einen Namen ein.',
    nameLong: 'Höchstens 120 Zeichen.',
    categoryLong: 'Höchstens 40 Zeichen.',
    priceWrong: (example: string) => `Gib einen Preis ein, zum Beispiel ${example}.`,
    wholeWrong: 'Gib eine ganze Zahl ein, zum Beispiel 12.',
    limitWrong: 'Gib eine ganze Zahl von 1 bis 10.000 ein, oder lass das Feld leer.',
    conflict: 'Jemand anderes hat dieses Produkt bearbeitet. Das ist anders:',
    conflictMine: 'Meine Fassung behalten',
    conflictTheirs: 'Andere Fassung nehmen',
    gone: 'Produkt nicht gefunden',
    goneHelp: 'Vielleicht wurde es gelöscht, oder es gehört zu einem anderen Laden.',
    toProducts: 'Alle Produkte',
    buyersPage: 'Im Markt ansehen',
    noDescription: 'Keine Beschreibung',
    noCategory: 'Keine Kategorie',
    limitSaid: (limit: number) => `Höchstens ${grouped(limit)} pro Person`,
    noLimit: 'Keine Höchstmenge pro Person',
  },
  picture: {
    label: 'Foto',
    choose: 'Foto hinzufügen',
    another: 'Foto ersetzen',
    remove: 'Foto entfernen',
    sending: 'Das Foto wird gespeichert…',
    noPicture: 'Diese Datei geht nicht. Nimm ein JPEG oder PNG.',
    noAnswer: 'Das Foto wurde nicht gespeichert. Versuche es noch einmal.',
  },
  bulk: {
    title: 'Ausgewählt',
    tick: 'Auswählen',
    select: (name: string) => `${name} auswählen`,
    selectAll: 'Alle angezeigten auswählen',
    selected: (count: number) => `${grouped(count)} ausgewählt`,
    running: (done: number, of: number) => `${grouped(done)} von ${grouped(of)} erledigt`,
    clear: 'Auswahl aufheben',
    show: 'Veröffentlichen',
    hide: 'Verbergen',
    restock: 'Nachfüllen',
    remove: 'Löschen',
    restockTitle: (count: number) =>
      counted(count, { one: '# Produkt nachfüllen', other: '# Produkte nachfüllen' }),
    restockLabel: 'Zu jedem dazu',
    restockHelp: 'Mit Minuszeichen wird entnommen.',
    restockWrong: 'Gib eine ganze Zahl ein, zum Beispiel 12 oder -3.',
    cancel: 'Abbrechen',
    cancelTitle: (count: number) =>
      counted(count, { one: '# Bestellung stornieren?', other: '# Bestellungen stornieren?' }),
    cancelConfirm: (count: number) =>
      counted(count, { one: '# Bestellung stornieren', other: '# Bestellungen stornieren' }),
    leftOver: 'Nicht abgeholt',
    refused: (name: string, why: string) => `${name}: ${why}`,
    more: (count: number) => `und ${grouped(count)} weitere`,
  },
  import: {
    button: 'Importieren',
    export: 'Exportieren',
    exportProducts: 'Produkte',
    exportOrders: 'Bestellungen',
    exportLedger: 'Bestandsverlauf',
    title: 'Produkte importieren',
    help: 'Lade eine CSV-Datei hoch. Du siehst jede Änderung, bevor etwas gespeichert wird.',
    intoShop: 'Importieren in',
    chooseShop: 'Laden wählen',
    drop: 'Zieh die Datei hierher, oder',
    choose: 'Datei auswählen',
    columns:
      'Die erste Zeile hat die Namen der Spalten, wie beim Export. Zeilen mit productId ändern dieses Produkt, Zeilen ohne legen ein neues an. Die Spalte stock gilt für neue Produkte; mit restock füllst du nach oder entnimmst.',
    checking: (name: string) => `${name} wird geprüft…`,
    rows: (count: number) => counted(count, { one: '# Zeile', other: '# Zeilen' }),
    errors: (count: number) =>
      counted(count, {
        one: 'Behebe zuerst # Fehler in der Datei. Nichts wurde geändert.',
        other: 'Behebe zuerst # Fehler in der Datei. Nichts wurde geändert.',
      }),
    nothing: 'Nichts zu ändern.',
    would: (created: number, changed: number) =>
      `${counted(created, { one: '# neues Produkt', other: '# neue Produkte' })}, ${counted(changed, { one: '# Änderung', other: '# Änderungen' })}. Alles oder nichts.`,
    row: 'Zeile',
    column: 'Spalte',
    wrong: 'Fehler',
    product: 'Produkt',
    change: 'Änderung',
    isNew: (price: string, stock: number) => `neu: ${price}, ${grouped(stock)} vorrätig`,
    from: (field: string, from: string, to: string) =>
      field === 'restock' ? `Bestand: ${from} → ${to}` : `${field}: ${from} → ${to}`,
    more: (count: number) => `und ${grouped(count)} weitere`,
    apply: 'Alles importieren',
    another: 'Andere Datei',
    applying: (name: string) => `${name} wird importiert…`,
    notes: (count: number) =>
      counted(count, {
        one: '# Zelle oder Spalte wurde übergangen.',
        other: '# Zellen oder Spalten wurden übergangen.',
      }),
    note: 'Übergangen',
    withNotes: (count: number) =>
      counted(count, {
        one: '# Änderung hat einen Hinweis und steht oben.',
        other: '# Änderungen haben Hinweise und stehen oben.',
      }),
    done: (created: number, changed: number) =>
      `Fertig: ${grouped(created)} neu, ${grouped(changed)} geändert.`,
    conflict: (name: string | undefined) =>
      name
        ? `„${name}“ hat sich inzwischen geändert. Nichts wurde importiert: Prüfe die Datei noch einmal.`
        : 'Diese Vorschau ist abgelaufen. Nichts wurde importiert: Prüfe die Datei noch einmal.',
    noAnswer: page.shell.noAnswer,
  },
  table: {
    caption: 'Produkte',
    product: 'Produkt',
    category: 'Kategorie',
    price: 'Preis',
    stock: 'Bestand',
    visibility: 'Status',
    actions: 'Aktionen',
    search: 'Produkte suchen',
    filter: 'Zeigen',
    sort: 'Sortieren nach',
    allCategories: 'Alle Kategorien',
    filters: {
      all: 'Alle',
      listed: 'Im Verkauf',
      hidden: 'Entwürfe',
      'sold-out': 'Ausverkauft',
      low: 'Bald ausverkauft',
    },
    sorts: {
      newest: 'Neueste zuerst',
      name: 'Name: A–Z',
      'name-down': 'Name: Z–A',
      price: 'Preis: aufsteigend',
      'price-down': 'Preis: absteigend',
      stock: 'Bestand: aufsteigend',
      'stock-down': 'Bestand: absteigend',
    },
    count: (shown: number, all: number) =>
      shown === all
        ? counted(all, { one: '# Produkt', other: '# Produkte' })
        : `${grouped(shown)} von ${grouped(all)} Produkten`,
    none: 'Noch keine Produkte',
    noneFound: 'Keine Treffer',
    noneFoundHelp: 'Versuche ein anderes Wort oder entferne einen Filter.',
    clear: 'Suche und Filter löschen',
    low: 'Wenige',
    soldOut: 'Ausverkauft',
    listed: 'Im Verkauf',
    hidden: 'Entwurf',
    hide: (name: string) => `Im Verkauf: ${name} verbergen`,
    show: (name: string) => `Entwurf: ${name} veröffentlichen`,
    changeStock: (name: string) => `Bestand von ${name} ändern`,
    remove: (name: string) => `${name} löschen`,
    editField: (field: string, name: string) => `${field} von ${name} bearbeiten`,
    fields: { name: 'Name', price: 'Preis', category: 'Kategorie', status: 'Status' },
    deleted: (name: string) => `${name} gelöscht.`,
    gone: (name: string) => `${name} wurde von jemand anderem gelöscht.`,
    restored: (name: string) => `${name} ist wieder da.`,
    undoNamed: (name: string) => `Löschen von ${name} rückgängig machen`,
    deletedLately: 'Zuletzt gelöscht',
    stayed: (stock: number) => counted(stock, { one: '# war noch vorrätig', other: '# waren noch vorrätig' }),
  },
  edits: {
    refused: (field: string, value: string, why: string) =>
      `${field} „${value}“ wurde nicht gespeichert. ${why}`,
    conflict: (field: string, theirs: string, mine: string) =>
      `Jemand anderes hat ${field} auf ${theirs} geändert. Deine Angabe, ${mine}, wurde nicht gespeichert.`,
    conflictElsewhere: (field: string, mine: string) =>
      `Jemand anderes hat dieses Produkt inzwischen geändert. ${field}, ${mine}, wurde nicht gespeichert.`,
    useMine: 'Meine Angabe nehmen',
    keepTheirs: 'Andere behalten',
    dismiss: 'OK',
  },
  stock: {
    title: (name: string) => `Bestand von ${name}`,
    inStock: 'vorrätig',
    change: 'Bestand ändern',
    now: 'Jetzt vorrätig',
    way: 'Aktion',
    ways: { add: 'Nachfüllen', take: 'Entnehmen', count: 'Zählung' },
    quantity: { add: 'Neu dazu', take: 'Entnommene Menge', count: 'Gezählte Menge' },
    reason: 'Grund',
    reasonHelp: 'Steht im Bestandsverlauf',
    buttons: { add: 'Nachfüllen', take: 'Entnehmen', count: 'Bestand setzen' },
    after: (stock: number) => `Danach: ${grouped(stock)}`,
    done: { add: 'Nachgefüllt.', take: 'Entnommen.', count: 'Zählung gespeichert.' },
    nowThere: (stock: number) => `Jetzt ${grouped(stock)} vorrätig.`,
    conflict: (stock: number) =>
      `Während du gezählt hast, hat sich der Bestand geändert (jetzt ${grouped(stock)}). Nichts wurde gespeichert. Zähle noch einmal, oder setze ihn trotzdem.`,
    same: 'Keine Änderung: So viele sind schon da.',
    wrong: 'Gib eine ganze Zahl über 0 ein.',
    wrongCount: 'Gib eine ganze Zahl ein (0 oder mehr).',
  },
  ledger: {
    title: 'Bestandsverlauf',
    plot: 'Diagramm: Bestand im Lauf der Zeit. Die Tabelle darunter hat dieselben Zahlen.',
    sum: 'Summe',
    kinds: {
      listed: 'Angeboten',
      restocked: 'Nachgefüllt',
      returned: 'Zurückgegeben',
      sold: 'Verkauft',
      removed: 'Entnommen',
    },
    stock: 'Bestand',
    entry: 'Eintrag',
    when: 'Wann',
    what: 'Änderung',
    quantity: 'Menge',
    after: 'Danach',
    who: 'Wer',
    why: 'Grund',
    seller: 'Laden',
    operator: 'Betreiber',
    buyer: 'Kunde',
    order: 'Bestellung',
    loading: 'Bestandsverlauf wird geladen',
    cannot: 'Der Verlauf konnte nicht geladen werden. Wir versuchen es, sobald du wieder online bist.',
    off: 'Der Verlauf passt nicht zum angezeigten Bestand. Lade neu; bleibt es so, melde dich beim Betreiber des Markts.',
  },
  deletion: { button: 'Löschen', title: (name: string) => `${name} gelöscht` },
}
