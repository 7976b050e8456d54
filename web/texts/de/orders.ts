import { grouped } from '../../ui/plurals.ts'
import type { OrderTexts } from '../en/orders.ts'
import { refusals } from './refusals.ts'

export const orders: OrderTexts = {
  refusals,
  product: {
    ledger: 'Bestandsverlauf',
    ledgerHelp: 'Jede Änderung am Bestand, nichts ist weggelassen. Käuferinnen und Käufer bleiben anonym.',
    ledgerSums: {
      listed: 'Anfangs',
      restocked: 'Nachgefüllt',
      returned: 'Zurückgegeben',
      sold: 'Verkauft',
      removed: 'Entnommen',
    },
    ledgerLeft: 'Übrig',
    ledgerLatest: 'Letzte Änderungen',
    ledgerFailed: 'Der Bestandsverlauf konnte nicht geladen werden.',
    ledgerLong: (count: number) => `Die ersten ${grouped(count)} Änderungen; es gibt noch mehr.`,
    moved: {
      listed: (count: number) => `${grouped(count)} angeboten`,
      restocked: (count: number) => `${grouped(count)} nachgefüllt`,
      returned: (count: number) => `${grouped(count)} zurückgegeben`,
      sold: (count: number) => `${grouped(count)} verkauft`,
      removed: (count: number) => `${grouped(count)} entnommen`,
    },
    by: 'Verkauft von',
    more: (shop: string) => `Mehr von ${shop}`,
    boughtBefore: 'Das hast du schon einmal bestellt',
    notFoundTitle: 'Produkt nicht gefunden',
    notFoundHelp: 'Vielleicht wird es nicht mehr verkauft, oder der Link ist falsch.',
  },

  shopPage: {
    closed: 'Gerade geschlossen. Schau dich um und bestelle, sobald wieder geöffnet ist.',
    closedUntil: (when: string) => `Gerade geschlossen. Öffnet wieder: ${when}.`,
    suspended: 'Dieser Laden nimmt zurzeit keine Bestellungen an.',
    notFoundTitle: 'Laden nicht gefunden',
    notFoundHelp: 'Vielleicht hat er aufgehört, oder der Link ist falsch.',
  },

  carts: {
    title: 'Dein Warenkorb',
    doneTitle: 'Bestellt',
    emptyTitle: 'Dein Warenkorb ist leer',
    emptyHelp: 'Lege Produkte aus beliebigen Läden hinein. Pro Laden wird daraus eine Bestellung.',
    remove: (name: string) => `${name} entfernen`,
    removed: (name: string) => `${name} ist nicht mehr im Warenkorb.`,
    quantityOf: (name: string) => `Menge von ${name}`,
    orders: (count: number) => `${grouped(count)} getrennte Bestellungen, eine pro Laden.`,
    leftOut: 'Was nicht erhältlich ist, wird nicht bestellt.',
    nothing: 'Nichts davon kann gerade bestellt werden.',
    back: 'Noch im Warenkorb',
    sending: 'Wird bestellt…',
  },

  outcome: {
    sendingTitle: 'Deine Bestellung wird gesendet',
    sending: 'Einen Moment…',
    unknownTitle: 'Deine Bestellung wird geprüft',
    findingOut:
      'Die Verbindung ist abgebrochen. Wir prüfen, ob deine Bestellung angekommen ist; doppelt bestellt wird sie nie.',
    unknownHelp:
      'Du kannst diese Seite schließen: Wir zeigen das Ergebnis, sobald wir es kennen. Bitte bestelle nicht noch einmal.',
    marketBusy: 'Gerade ist viel los. Wir versuchen weiter, deine Bestellung aufzugeben.',
    boughtTitle: 'Geschafft, deins!',
    refusedTitle: 'Leider knapp verpasst',
    nothingOrdered: 'Deine Bestellung wurde nicht aufgegeben.',
    takenTitle: 'Schon gesendet',
    taken:
      'Jemand anderes hat diese Bestellung auf diesem Gerät schon abgeschickt. Sieh dort nach, bevor du es noch einmal versuchst.',
    restored:
      'Der Markt wurde aus einer Sicherung wiederhergestellt, deshalb wurde das nicht bestellt. Sieh dir das Produkt an und bestelle noch einmal.',
    lapsedTitle: 'Nicht bestellt',
    lapsed: 'Der Markt war nicht rechtzeitig erreichbar. Deine Bestellung wurde nicht aufgegeben.',
    again: 'Noch einmal versuchen',
    lastOne: (count: number) =>
      count === 1 ? 'Du hast das letzte Stück bekommen!' : `Du hast die letzten ${grouped(count)} bekommen!`,
    done: 'Fertig',
    toOrders: 'Meine Bestellungen',
    toMarket: 'Weiter einkaufen',
    soldOut: (name: string) => `${name} ist ausverkauft.`,
    someLeft: (name: string, count: number) => `Von ${name} sind nur noch ${grouped(count)} da.`,
    take: (count: number, total: string) => `Die letzten ${grouped(count)} für ${total} nehmen`,
    takeOne: (total: string) => `Das letzte Stück für ${total} nehmen`,
    priceChanged: (name: string, before: string, now: string) =>
      `${name} kostet jetzt ${now} statt ${before}.`,
    acceptPrice: (total: string) => `Für ${total} reservieren`,
    limit: (name: string, limit: number) => `Von ${name} gibt es höchstens ${grouped(limit)} pro Person.`,
    takeAllowed: (count: number, total: string) => `${grouped(count)} (dein Höchstes) für ${total} nehmen`,
    limitUsedUp: 'So viele hast du schon.',
    shopClosed: (shop: string) => `${shop} hat gerade geschlossen.`,
    accountRequired: (name: string) => `Um ${name} zu bestellen, brauchst du ein Konto.`,
    gone: (name: string) => `${name} ist nicht mehr erhältlich.`,
    alsoAt: (shop: string) => `Mehr von ${shop}`,
    allOf: (shop: string) => `Alles von ${shop}`,
    announceBought: (name: string, code: string) =>
      `Du hast ${name} bekommen. Dein Abholcode ist ${code.split('').join(' ')}.`,
    announceRefused: (why: string) => `${why} Deine Bestellung wurde nicht aufgegeben.`,
  },

  notKept: {
    before:
      'Dieser Browser behält keine Cookies für diese Seite. Deine Bestellungen verschwinden also, wenn du sie schließt. Kopiere nach dem Bestellen den Link zum Beleg.',
    after:
      'Dieser Browser behält keine Cookies für diese Seite. Kopiere jetzt den Link zu diesem Beleg: Ohne ihn findest du deine Bestellung nach dem Schließen nicht wieder.',
  },

  news: {
    ready: (name: string, code: string) => `${name} liegt zur Abholung bereit. Dein Code ist ${code}.`,
    cancelled: (shop: string, name: string, reason: string) =>
      `${shop} hat deine Bestellung von ${name} storniert${reason ? `: ${reason}` : ''}. Du bezahlst nichts.`,
    expired: (name: string) =>
      `Deine Bestellung von ${name} ist verfallen, weil sie nicht rechtzeitig abgeholt wurde.`,
    pickedUp: (name: string) => `${name} wurde abgeholt.`,
    changed: (name: string) => `Deine Bestellung von ${name} hat sich geändert.`,
    pickup: (shop: string) => `${shop} hat die Abholinfos geändert.`,
    show: 'Abholschein zeigen',
  },

  order: {
    number: (number: number) => `Bestellung\u00a0${number}`,
    code: 'Abholcode',
    qr: (code: string) => `QR-Code des Abholcodes ${code}, zum Scannen im Laden`,
    free: 'Nichts zu bezahlen',
    calledFor: (name: string) => `Name für die Abholung: ${name}`,
    share: 'Teilen',
    copy: 'Link kopieren',
    copied: 'Kopiert',
    copyByHand: 'Kopiere diesen Link',
    print: 'Drucken',
    directions: 'Weg zeigen',
    again: 'Noch einmal bestellen',
    againNothing: 'Nichts davon kann gerade bestellt werden.',
    calendar: 'In den Kalender',
    calendarTitle: (number: number, shop: string) => `Bestellung ${number} bei ${shop} abholen`,
    calendarText: (code: string, name: string) => `Abholcode ${code}, für ${name}.`,
    calendarWhen: 'Wann holst du sie ab?',
    calendarHelp: 'Der Laden hat keine genaue Zeit angegeben. Sieh in die Abholinfos.',
    calendarSave: 'Im Kalender speichern',
    calendarPast: 'Wähle eine Zeit in der Zukunft.',
    cancel: 'Bestellung stornieren',
    cancelTitle: 'Diese Bestellung stornieren?',
    cancelHelp: 'Deine Artikel sind sofort wieder im Verkauf, und jemand anderes kann sie kaufen.',
    cancelKeep: 'Behalten',
    cancelled: 'Deine Bestellung ist storniert.',
    cancelRefused: 'Diese Bestellung lässt sich nicht mehr stornieren.',
    cancelledBy: {
      buyer: 'Du hast diese Bestellung storniert.',
      seller: 'Der Laden hat diese Bestellung storniert.',
      market: 'Diese Bestellung ist verfallen: Sie wurde nicht rechtzeitig abgeholt.',
    },
    collectBy: (when: string) => `Abholen bis ${when}`,
    because: (reason: string) => `Grund: ${reason}`,
    emptyTitle: 'Noch keine Bestellungen',
    emptyHelp: 'Deine Bestellungen und Abholcodes erscheinen hier.',
    current: 'Aktuelle Bestellungen',
    past: 'Frühere Bestellungen',
    offline: 'Deine Bestellungen erscheinen, sobald du verbunden bist.',
    notFoundTitle: 'Beleg nicht gefunden',
    notFoundHelp:
      'Der Link ist vielleicht abgeschnitten oder falsch. Was du in diesem Browser bestellt hast, steht unter „Bestellungen“.',
    unreachable: 'Der Beleg konnte nicht geladen werden. Wir versuchen es weiter…',
    shareTitle: (number: number, shop: string) => `Bestellung ${number} bei ${shop}`,
  },
}
