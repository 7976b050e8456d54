import type { SellerTexts } from '../en/seller.ts'

export const sellerStaff: Pick<SellerTexts, 'staff'> = {
  staff: {
    title: 'Leute',
    open: 'Wer hier arbeitet',
    openHelp: 'Lade Leute ein, die dir helfen, und lege fest, was sie dürfen.',
    you: 'du',
    nobody: 'Hier arbeitet noch niemand sonst.',
    role: 'Rolle',
    roleOf: (who: string) => `Rolle von ${who}`,
    roles: {
      owner: 'Inhaber',
      manager: 'Leitung',
      counter: 'Ausgabe',
      reader: 'Nur ansehen',
    },
    rolesHelp: {
      owner: 'Alles, auch Einstellungen und Leute.',
      manager:
        'Produkte, Preise, Bestellungen, Import und Export. Kann den Laden pausieren. Keine Leute, keine anderen Einstellungen.',
      counter:
        'Sieht Produkte und Bestellungen, meldet Bestellungen bereit und übergibt sie. Keine Preise, keine Umsätze.',
      reader: 'Sieht Produkte, Bestellungen und Umsätze. Ändert nichts.',
    },
    yourRole: (role: string) => `Deine Rolle hier: ${role}.`,
    invite: 'Jemanden einladen',
    inviteHelp: 'Du bekommst einen Link zum Verschicken. Er gilt einmal und läuft nach 7 Tagen ab.',
    email: 'E-Mail der Person',
    links: 'Offene Einladungen',
    anyone: 'Wer den Link hat',
    expires: (when: string) => `läuft ab: ${when}`,
    withdraw: 'Zurückziehen',
    withdrawNamed: (who: string) => `Einladung für ${who} zurückziehen`,
    withdrawn: 'Dieser Link gilt nicht mehr.',
    remove: 'Entfernen',
    removeNamed: (who: string) => `${who} entfernen`,
    removeTitle: (who: string) => `${who} entfernen?`,
    removeHelp: (shop: string) =>
      `Die Person verliert den Zugang zu ${shop} sofort und auf allen Geräten. Ihr Konto und ihre eigenen Bestellungen bleiben.`,
    leaveTitle: (shop: string) => `${shop} verlassen?`,
    leaveHelp: 'Du verlierst den Zugang sofort. Nur ein Inhaber kann dich wieder hereinlassen.',
    leave: 'Verlassen',
    removed: (who: string) => `${who} arbeitet nicht mehr hier.`,
    changed: (who: string, role: string) => `Neue Rolle von ${who}: ${role}.`,
    onlyOwners: 'Nur Inhaber sehen, wer hier arbeitet',
    onlyOwnersHelp: 'Frag einen Inhaber des Ladens.',
  },
}
