import type { Refusal } from '../../shared/refusals.ts'
import { grouped, waitOf } from './plurals.ts'

/** What is said about accounts, to buyers and sellers alike. */
export const accountTexts = {
  title: 'Account',
  email: 'Email',
  password: 'Password',
  newPassword: 'New password',
  passwordHelp: '10 characters or more. Three words that do not belong together are good.',
  passwordShort: 'At least 10 characters.',
  passwordObvious: 'That one is among the first that are tried. Choose another.',
  passwordOwn: 'Not made of the email address, please.',
  emailWrong: 'Type an email address, like amara@example.org.',
  name: 'Name to call at pickup',
  optional: (label: string) => `${label} (optional)`,
  noAnswer: 'The market did not answer. Try again.',
  noCookies: 'Your browser blocks cookies. Allow them for this site to sign in.',
  refusal: (refusal: Refusal): string => {
    if (refusal.code === 'too_many_requests')
      return `Too many tries. Try again in ${waitOf(refusal.retryAfterMs)}.`
    if (refusal.code === 'invalid') return refusal.issues[0]?.message ?? refusal.message
    return refusal.message
  },
  signIn: {
    title: 'Sign in',
    button: 'Sign in',
    toSignUp: 'New here? Make an account',
    guest: 'You can buy without an account, too.',
    forgotten: 'Forgot the password? Ask who runs this market for a new link.',
  },
  signUp: {
    title: 'Make an account',
    help: 'Your orders come along, and are there on every device that you sign in on.',
    button: 'Make the account',
    toSignIn: 'Have one already? Sign in',
  },
  invite: {
    title: 'Open your shop',
    help: 'You were invited to sell here. This link works once.',
    looking: 'Looking at your invitation',
    shopName: 'Shop name',
    pickupNote: 'Where and when orders are picked up',
    pickupHelp: 'It stands on every order and receipt. You can change it later.',
    button: 'Open the shop',
    dead: 'This link does not work any more',
    deadHelp: 'It was used already, or is older than seven days. Ask who sent it for a new one.',
  },
  reset: {
    title: 'Choose a new password',
    help: 'All other devices are signed out.',
    button: 'Set it and sign in',
  },
  own: {
    signedInAs: (name: string) => `Signed in as ${name}`,
    guest: 'You are here as a guest',
    guestHelp: 'Your orders are kept in this browser. With an account they are there on every device.',
    signOut: 'Sign out',
    signOutGuest: 'Forget me in this browser',
    toOrders: 'My orders',
    toShop: 'To your shop',
    sessionsTitle: 'Where you are signed in',
    thisOne: 'This device',
    since: (when: string) => `since ${when}`,
    end: 'Sign out there',
    endAll: (count: number) => `Sign out the other ${grouped(count)}`,
    unknownDevice: 'Another device',
    ended: 'Signed out there.',
    passwordTitle: 'Password',
    change: 'Change the password',
    changed: 'Changed. All other devices are signed out.',
    current: 'Password now',
  },
} as const
