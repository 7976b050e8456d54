import { waitOf } from '../../ui/plurals.ts'
import type { AccountTexts } from '../en/account.ts'
import { page } from './page.ts'
import { refusals } from './refusals.ts'

export const account: AccountTexts = {
  title: 'Konto',
  email: 'E-Mail',
  password: 'Passwort',
  newPassword: 'Neues Passwort',
  passwordHelp: 'Mindestens 10 Zeichen. Drei zufällige Wörter eignen sich gut.',
  passwordShort: 'Mindestens 10 Zeichen.',
  passwordObvious: 'Dieses Passwort ist zu leicht zu erraten.',
  passwordOwn: 'Verwende nicht deine E-Mail-Adresse im Passwort.',
  emailWrong: 'Gib eine E-Mail-Adresse ein, zum Beispiel amara@example.org.',
  name: 'Name für die Abholung',
  optional: (label: string) => `${label} (freiwillig)`,
  noAnswer: page.shell.noAnswer,
  noCookies: 'Dein Browser blockiert Cookies. Erlaube sie für diese Seite, um dich anzumelden.',
  refusals: {
    ...refusals,
    unauthenticated: 'E-Mail oder Passwort ist falsch.',
    conflict: 'Mit dieser Adresse gibt es schon ein Konto: Melde dich damit an.',
    forbidden: 'Hier eröffnet man einen Laden nur mit Einladung.',
  },
  tryAgainIn: (ms: number) => `Zu viele Versuche. Versuche es in ${waitOf(ms, 'einem Moment')} noch einmal.`,
  signIn: {
    title: 'Anmelden',
    button: 'Anmelden',
    toSignUp: 'Neu hier? Konto anlegen',
    forgotten: 'Passwort vergessen? Bitte den Betreiber des Markts um einen Link zum Zurücksetzen.',
  },
  signUp: {
    title: 'Konto anlegen',
    help: 'Deine Bestellungen begleiten dich auf jedes Gerät, auf dem du dich anmeldest.',
    button: 'Konto anlegen',
    toSignIn: 'Schon ein Konto? Anmelden',
  },
  invite: {
    title: 'Eröffne deinen Laden',
    help: 'Du bist eingeladen, hier zu verkaufen. Dieser Link gilt einmal.',
    looking: 'Deine Einladung wird geprüft',
    shopName: 'Name des Ladens',
    pickupNote: 'Abholinfos',
    pickupHelp: 'Wo und wann. Steht auf jeder Bestellung und jedem Beleg. Du kannst es später ändern.',
    button: 'Laden eröffnen',
    join: {
      title: (shop) => `Bei ${shop} mitarbeiten`,
      help: (role) => `Du wurdest eingeladen, hier mitzuhelfen: ${role}. Dieser Link funktioniert einmal.`,
      roles: { owner: 'Inhaber', manager: 'Leitung', counter: 'Ausgabe', reader: 'Nur ansehen' },
      button: 'Konto anlegen und mitarbeiten',
      signIn: 'Anmelden und mitarbeiten',
      toSignIn: 'Ich habe schon ein Konto',
      toSignUp: 'Ich bin neu hier',
      as: (name) => `Als ${name} mitarbeiten`,
      notMe: 'Ein anderes Konto verwenden',
    },
    dead: 'Dieser Link ist abgelaufen',
    deadHelp: 'Er wurde schon benutzt oder ist älter als 7 Tage. Bitte um einen neuen.',
  },
  reset: {
    title: 'Neues Passwort wählen',
    help: 'Auf allen anderen Geräten wirst du abgemeldet.',
    button: 'Speichern und anmelden',
  },
  own: {
    signedInAs: (name: string) => `Angemeldet als ${name}`,
    guest: 'Du bist als Gast hier',
    guestHelp:
      'Deine Bestellungen sind in diesem Browser gespeichert. Mit einem Konto siehst du sie auf all deinen Geräten.',
    signOut: 'Abmelden',
    toOrders: 'Meine Bestellungen',
    toShop: 'Dein Laden',
    sessionsTitle: 'Deine Geräte',
    thisOne: 'Dieses Gerät',
    since: (when: string) => `seit ${when}`,
    end: 'Abmelden',
    endAll: 'Auf allen anderen Geräten abmelden',
    unknownDevice: 'Ein anderes Gerät',
    ended: 'Auf dem Gerät abgemeldet.',
    passwordTitle: 'Passwort',
    change: 'Passwort ändern',
    changed: 'Passwort geändert. Alle anderen Geräte sind abgemeldet.',
    current: 'Aktuelles Passwort',
    nameSave: 'Namen speichern',
    nameChanged: 'Name geändert. Die Läden sehen ihn bei deinen Bestellungen.',
  },
  data: {
    title: 'Deine Daten',
    stored:
      'Dieser Markt speichert deine E-Mail-Adresse, deinen Abholnamen, die Geräte, auf denen du angemeldet bist, und 30 Tage lang eine Kennung des Netzwerks deiner letzten Bestellung.',
    storedOfGuest:
      'Dieser Markt speichert deinen Abholnamen, falls du einen angegeben hast, und 30 Tage lang eine Kennung des Netzwerks deiner letzten Bestellung.',
    orders:
      'Deine Bestellungen enthalten keine persönlichen Daten. Sie bleiben ohne deinen Namen bei den Läden, auch wenn du deine Daten löschst: Behalte die Codes oder Links der Bestellungen, die du noch abholen willst.',
    download: 'Meine Daten herunterladen',
    delete: 'Konto löschen',
    deleteOfGuest: 'Meine Daten löschen',
    deleteTitle: 'Deine Daten löschen?',
    whatGoes:
      'Dein Konto, dein Name und deine E-Mail-Adresse werden gelöscht, und du wirst auf allen Geräten abgemeldet. Die Liste deiner Bestellungen bekommst du nicht zurück. Frühere Sicherungskopien ändern sich nicht.',
    whatGoesOfGuest:
      'Dein Name wird gelöscht, und dieser Browser vergisst deine Bestellungen. Die Liste bekommst du nicht zurück. Frühere Sicherungskopien ändern sich nicht.',
    keep: 'Meine Daten behalten',
    confirm: 'Endgültig löschen',
    wrongPassword: 'Das Passwort ist falsch.',
    ownsShop:
      'Du führst hier einen Laden, und jemand muss dafür geradestehen. Wende dich an die Marktleitung.',
  },
}
