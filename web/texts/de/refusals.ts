import type { RefusalCode } from '../../../shared/refusals.ts'

export const refusals: Record<RefusalCode, string> = {
  too_many_requests: 'Zu viele Versuche.',
  unauthenticated: 'Du bist nicht mehr angemeldet. Lade die Seite neu oder melde dich wieder an.',
  session_changed: 'In diesem Browser hat sich jemand anderes an- oder abgemeldet. Lade die Seite neu.',
  forbidden: 'Darauf hast du keinen Zugriff.',
  invalid: 'Etwas in deiner Eingabe stimmt nicht. Prüfe sie und versuche es noch einmal.',
  id_mismatch: 'Das wurde schon mit anderem Inhalt gesendet. Lade die Seite neu und versuche es noch einmal.',
  busy: 'Auf dem Markt ist gerade viel los. Versuche es gleich noch einmal.',
  unavailable: 'Der Markt macht gerade Pause. Versuche es gleich noch einmal.',
  not_found: 'Das gibt es nicht mehr.',
  shop_closed: 'Dieser Laden hat geschlossen.',
  account_required: 'Dafür brauchst du ein Konto.',
  conflict: 'Das hat sich geändert, seit du es geöffnet hast.',
  price_changed: 'Der Preis hat sich geändert.',
  limit_reached: 'Das ist mehr, als eine Person kaufen kann.',
  out_of_stock: 'Davon ist nicht mehr genug da.',
  too_many_open_orders:
    'Du hast in diesem Laden schon zu viele offene Bestellungen. Hole erst welche ab oder storniere sie.',
  not_cancellable: 'Diese Bestellung lässt sich nicht mehr stornieren.',
  not_fulfillable: 'Diese Bestellung lässt sich nicht mehr übergeben.',
  wrong_status: 'Das geht nicht mehr: Die Bestellung hat sich geändert.',
  quota_reached: 'Dieser Laden hat seine Grenze erreicht.',
  role_required: 'Deine Rolle in diesem Laden erlaubt das nicht.',
  last_owner: 'Ein Laden braucht einen Inhaber: Bestimme zuerst jemand anderen.',
  market_full: 'Der Markt ist voll und kann gerade nichts mehr aufnehmen.',
}
