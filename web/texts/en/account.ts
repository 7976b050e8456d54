import { waitOf } from '../../ui/plurals.ts'
import { page } from './page.ts'
import { refusals } from './refusals.ts'

/** Texts about accounts, for buyers and sellers. */
export const account = {
  title: 'Account',
  email: 'Email',
  password: 'Password',
  newPassword: 'New password',
  passwordHelp: 'At least 10 characters. Three random words work well.',
  passwordShort: 'At least 10 characters.',
  passwordObvious: 'That password is too easy to guess.',
  passwordOwn: 'Don’t use your email in your password.',
  emailWrong: 'Enter an email address, like amara@example.org.',
  name: 'Pickup name',
  optional: (label: string) => `${label} (optional)`,
  noAnswer: page.shell.noAnswer,
  noCookies: 'Your browser blocks cookies. Allow them for this site to sign in.',
  refusals: {
    ...refusals,
    unauthenticated: 'Email or password is wrong.',
    conflict: 'There is an account with this address already: sign in instead.',
    forbidden: 'Shops are opened by invitation here.',
  },
  tryAgainIn: (ms: number) => `Too many attempts. Try again in ${waitOf(ms, 'a moment')}.`,
  signIn: {
    title: 'Sign in',
    button: 'Sign in',
    toSignUp: 'New here? Create an account',
    forgotten: 'Forgot your password? Ask the market’s operator for a reset link.',
  },
  signUp: {
    title: 'Create an account',
    help: 'Your orders come with you, on every device you sign in on.',
    button: 'Create account',
    toSignIn: 'Already have an account? Sign in',
  },
  invite: {
    title: 'Open your shop',
    help: 'You were invited to sell here. This link works once.',
    looking: 'Checking your invitation',
    shopName: 'Shop name',
    pickupNote: 'Pickup details',
    pickupHelp: 'Where and when. Shown on every order and receipt. You can change it later.',
    button: 'Open shop',
    join: {
      title: (shop: string) => `Work at ${shop}`,
      help: (role: string) => `You were invited to help here: ${role}. This link works once.`,
      roles: { owner: 'Owner', manager: 'Manager', counter: 'Counter', reader: 'View only' },
      button: 'Create account and join',
      signIn: 'Sign in and join',
      toSignIn: 'I already have an account',
      toSignUp: 'I’m new here',
      as: (name: string) => `Join as ${name}`,
      notMe: 'Use another account',
    },
    dead: 'This link has expired',
    deadHelp: 'It was already used, or is more than 7 days old. Ask the sender for a new one.',
  },
  reset: {
    title: 'Choose a new password',
    help: 'You’ll be signed out on all other devices.',
    button: 'Save and sign in',
  },
  own: {
    signedInAs: (name: string) => `Signed in as ${name}`,
    guest: 'You’re browsing as a guest',
    guestHelp: 'Your orders are saved in this browser. Create an account to see them on all your devices.',
    signOut: 'Sign out',
    toOrders: 'My orders',
    toShop: 'Your shop',
    sessionsTitle: 'Your devices',
    thisOne: 'This device',
    since: (when: string) => `since ${when}`,
    end: 'Sign out',
    endAll: 'Sign out of all other devices',
    unknownDevice: 'Another device',
    ended: 'Signed out on that device.',
    passwordTitle: 'Password',
    change: 'Change password',
    changed: 'Password changed. All other devices are signed out.',
    current: 'Current password',
    nameSave: 'Save name',
    nameChanged: 'Name changed. Shops see it on your orders.',
  },
  data: {
    title: 'Your data',
    stored:
      'This market stores your email, your pickup name, the devices you’re signed in on and, for 30 days, a tag of the network you last ordered from.',
    storedOfGuest:
      'This market stores your pickup name, if you gave one, and, for 30 days, a tag of the network you last ordered from.',
    orders:
      'Your orders hold no personal data. They stay with the shops without your name, also after you delete your data: keep the codes or links of orders you still want to pick up.',
    download: 'Download my data',
    delete: 'Delete account',
    deleteOfGuest: 'Delete my data',
    deleteTitle: 'Delete your data?',
    whatGoes:
      'Your account, name and email are deleted, and you’re signed out on all devices. You can’t get your list of orders back. Backups made before are not changed.',
    whatGoesOfGuest:
      'Your name is deleted, and this browser forgets your orders. You can’t get the list back. Backups made before are not changed.',
    keep: 'Keep my data',
    confirm: 'Delete for good',
    wrongPassword: 'The password is wrong.',
    ownsShop: 'You run a shop here, and somebody has to answer for it. Ask the market’s operator.',
  },
}

export type AccountTexts = typeof account
