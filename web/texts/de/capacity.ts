import { grouped, percent } from '../../ui/plurals.ts'
import type { SellerTexts } from '../en/seller.ts'

const setting = 'Wer den Server betreibt, kann die Grenze in server/bounds.ts anheben.'
const memory =
  'Wenn das voll ist, kann niemand mehr bestellen. Wer den Server betreibt, kann SOUK_ORDERS_MAX anheben, wenn der Rechner genug Speicher hat.'

export const capacity: SellerTexts['capacity'] = {
  title: 'Auslastung',
  allWell: 'Überall ist noch Platz.',
  near: (label: string, used: number) => `${label}: zu ${percent(used)} belegt.`,
  toAll: 'Was tun?',
  isNear: 'Fast voll',
  isFull: 'Voll',
  showRest: (rest: number, isAll: boolean) =>
    isAll ? `Alle ${grouped(rest)} anzeigen` : `Die anderen ${grouped(rest)} anzeigen`,
  percent,
  of: (used: string, max: string) => `${used} von ${max}`,
  noAnswer: 'Die Auslastung konnte nicht gelesen werden. Lade die Seite neu.',
  bounds: {
    disk: {
      label: 'Festplatte',
      advice:
        'Ist die Festplatte voll, pausiert der Verkauf, bis wieder Platz ist. Entferne Dateien, die nicht zum Markt gehören, oder ziehe auf eine größere Platte um.',
    },
    orders: { label: 'Bestellungen', advice: memory },
    ordersEver: { label: 'Bestellungen samt den stornierten', advice: memory },
    products: {
      label: 'Produkte',
      advice: `Wenn das voll ist, kann kein Laden mehr etwas anbieten. Lösche Produkte, die nicht mehr verkauft werden, oder die eines Ladens, den es nicht mehr gibt. ${setting}`,
    },
    productsKept: {
      label: 'Produkte samt den gelöschten, die in Bestellungen vorkommen',
      advice: `Wenn das voll ist, kann kein Laden mehr etwas anbieten. ${setting}`,
    },
    shops: {
      label: 'Läden',
      advice: `Wenn das voll ist, kann kein weiterer Laden eröffnen. ${setting}`,
    },
    accounts: {
      label: 'Konten',
      advice: `Wenn das voll ist, kann niemand mehr ein Konto anlegen. ${setting}`,
    },
    names: {
      label: 'Namen für die Abholung',
      advice:
        'Wenn das voll ist, werden neue Gäste mit einer Nummer aufgerufen. Alte Namen verschwinden von selbst.',
    },
    links: {
      label: 'Links für Einladungen und Passwörter',
      advice:
        'Wenn das voll ist, beendet ein neuer Link den ältesten. Links laufen nach sieben Tagen von selbst ab.',
    },
    endedSessions: {
      label: 'Abgemeldete Sitzungen',
      advice: `Wenn das voll ist, werden die ältesten vergessen. ${setting}`,
    },
    images: {
      label: 'Bilder',
      advice: `Wenn das voll ist, kann kein Laden Bilder hinzufügen. Unbenutzte verschwinden von selbst. ${setting}`,
    },
    imageBytes: {
      label: 'Bilder auf der Festplatte',
      advice: `Wenn das voll ist, kann kein Laden Bilder hinzufügen. Unbenutzte verschwinden von selbst. ${setting}`,
    },
    importRows: {
      label: 'Zeilen wartender Importe',
      advice: 'Wenn das voll ist, müssen große Importe warten. Jeder verschwindet nach einer halben Stunde.',
    },
    queue: {
      label: 'Wartende Aufträge',
      advice:
        'Es wird mehr verlangt, als der Rechner schafft. Wer kauft, soll es noch einmal versuchen; ein schnellerer Rechner hilft.',
    },
    connections: {
      label: 'Verbindungen',
      advice: `Wenn das voll ist, kann niemand mehr den Markt live sehen. ${setting}`,
    },
    openFiles: {
      label: 'Offene Dateien und Verbindungen',
      advice: 'Hebe die Grenze des Prozesses an: LimitNOFILE im Dienst oder ulimit -n.',
    },
    memory: {
      label: 'Arbeitsspeicher',
      advice:
        'Wenn das voll ist, startet der Markt neu. Gib dem Rechner mehr Speicher und dem Prozess mehr davon (NODE_OPTIONS=--max-old-space-size).',
    },
  },
}
