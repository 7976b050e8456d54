import { grouped } from '../../ui/plurals.ts'
import type { SellerTexts } from '../en/seller.ts'

export const sellerDay: SellerTexts['day'] = {
  more: 'Mehr',
  moreTitle: 'Mehr',
  soundOn: 'Ton bei neuen Bestellungen ist an',
  soundOff: 'Ton bei neuen Bestellungen ist aus',
  counter: {
    title: 'Zu übergeben',
    allDone: 'Alles ist übergeben',
    handOver: (number: number) => `Bestellung ${number} übergeben`,
    saidHandedOver: (number: number) =>
      `Bestellung ${number} übergeben. Das lässt sich 5 Sekunden lang rückgängig machen.`,
    undoNamed: (number: number) => `Übergabe von Bestellung ${number} rückgängig machen`,
    undone: (number: number) => `Bestellung ${number} ist nicht übergeben.`,
    done: 'Übergeben',
    notHandedOver: 'Nicht übergeben',
    scan: 'Beleg scannen',
    camera: 'Bild der Kamera',
    aim: 'Halte den Code des Belegs vor die Kamera.',
    foreign: 'Dieser Code ist nicht von einem Beleg dieses Markts.',
    trouble: {
      denied: 'Der Browser darf die Kamera nicht nutzen. Erlaube es für diese Seite, oder gib den Code ein.',
      missing: 'Es wurde keine Kamera gefunden. Gib den Code ein.',
      unsafe:
        'Browser erlauben die Kamera nur auf sicheren Seiten (HTTPS). Gib den Code ein, oder scanne ihn mit der Kamera-App des Telefons.',
    },
  },
  status: {
    menu: (shop: string, status: string) => `${shop}: ${status}. Ändern`,
    open: 'Offen',
    paused: 'Pausiert',
    until: (when: string) => `Geschlossen bis ${when}`,
    suspended: 'Gesperrt',
    someOpen: (open: number, all: number) => `${grouped(open)} von ${grouped(all)} offen`,
    buyersSee: 'Käuferinnen und Käufer sehen das sofort',
    reopen: 'Jetzt öffnen',
    pause: 'Pausieren, bis ich wieder öffne',
    closeFor: (duration: string) => `Für ${duration} schließen`,
    closeUntil: 'Schließen bis…',
    closeTitle: (shop: string) => `${shop} schließen bis…`,
    closeHelp: 'Alle sehen, wann du zurück bist. Dann öffnet der Laden von selbst.',
    opensAt: (timeZone: string) => `Öffnet wieder (${timeZone})`,
    opensAtWrong: 'Wähle eine Zeit in der Zukunft, höchstens ein Jahr entfernt.',
    closeNow: 'Laden schließen',
    saidUntil: (name: string, when: string) => `${name} ist geschlossen und öffnet wieder ${when}.`,
    untilBar: (name: string, when: string) =>
      `${name} ist geschlossen und öffnet wieder ${when}. Niemand kann bestellen.`,
  },
}
