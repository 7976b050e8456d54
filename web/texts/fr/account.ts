import { waitOf } from '../../ui/plurals.ts'
import type { AccountTexts } from '../en/account.ts'
import { page } from './page.ts'
import { refusals } from './refusals.ts'

export const account: AccountTexts = {
  title: 'Compte',
  email: 'E-mail',
  password: 'Mot de passe',
  newPassword: 'Nouveau mot de passe',
  passwordHelp: 'Au moins 10 caractères. Trois mots au hasard conviennent bien.',
  passwordShort: 'Au moins 10 caractères.',
  passwordObvious: 'Ce mot de passe est trop facile à deviner.',
  passwordOwn: 'N’utilise pas ton adresse e-mail dans le mot de passe.',
  emailWrong: 'Saisis une adresse e-mail, comme amara@example.org.',
  name: 'Nom pour le retrait',
  optional: (label: string) => `${label} (facultatif)`,
  noAnswer: page.shell.noAnswer,
  noCookies: 'Ton navigateur bloque les cookies. Autorise-les pour ce site afin de te connecter.',
  refusals: {
    ...refusals,
    unauthenticated: 'L’e-mail ou le mot de passe est incorrect.',
    conflict: 'Il existe déjà un compte avec cette adresse : connecte-toi.',
    forbidden: 'Ici, on ouvre une boutique sur invitation.',
  },
  tryAgainIn: (ms: number) => `Trop de tentatives. Réessaie dans ${waitOf(ms, 'un instant')}.`,
  signIn: {
    title: 'Connexion',
    button: 'Se connecter',
    toSignUp: 'Nouveau ici ? Crée un compte',
    forgotten: 'Mot de passe oublié ? Demande un lien de réinitialisation à l’exploitant du marché.',
  },
  signUp: {
    title: 'Créer un compte',
    help: 'Tes commandes te suivent sur chaque appareil où tu te connectes.',
    button: 'Créer le compte',
    toSignIn: 'Déjà un compte ? Connecte-toi',
  },
  invite: {
    title: 'Ouvre ta boutique',
    help: 'Tu es invité à vendre ici. Ce lien ne fonctionne qu’une fois.',
    looking: 'Vérification de ton invitation',
    shopName: 'Nom de la boutique',
    pickupNote: 'Informations de retrait',
    pickupHelp: 'Où et quand. Figure sur chaque commande et chaque reçu. Tu pourras le modifier.',
    button: 'Ouvrir la boutique',
    join: {
      title: (shop) => `Travailler chez ${shop}`,
      help: (role) => `On t’invite à aider ici : ${role}. Ce lien ne sert qu’une fois.`,
      roles: { owner: 'Propriétaire', manager: 'Gestion', counter: 'Comptoir', reader: 'Lecture seule' },
      button: 'Créer un compte et rejoindre',
      signIn: 'Se connecter et rejoindre',
      toSignIn: 'J’ai déjà un compte',
      toSignUp: 'Je suis nouveau ici',
      as: (name) => `Rejoindre en tant que ${name}`,
      notMe: 'Utiliser un autre compte',
    },
    dead: 'Ce lien a expiré',
    deadHelp: 'Il a déjà servi, ou date de plus de 7 jours. Demandes-en un nouveau.',
  },
  reset: {
    title: 'Choisis un nouveau mot de passe',
    help: 'Tu seras déconnecté de tous tes autres appareils.',
    button: 'Enregistrer et se connecter',
  },
  own: {
    signedInAs: (name: string) => `Connecté en tant que ${name}`,
    guest: 'Tu navigues en tant qu’invité',
    guestHelp:
      'Tes commandes sont enregistrées dans ce navigateur. Avec un compte, tu les vois sur tous tes appareils.',
    signOut: 'Se déconnecter',
    toOrders: 'Mes commandes',
    toShop: 'Ta boutique',
    sessionsTitle: 'Tes appareils',
    thisOne: 'Cet appareil',
    since: (when: string) => `depuis le ${when}`,
    end: 'Déconnecter',
    endAll: 'Déconnecter tous les autres appareils',
    unknownDevice: 'Autre appareil',
    ended: 'Cet appareil est déconnecté.',
    passwordTitle: 'Mot de passe',
    change: 'Changer de mot de passe',
    changed: 'Mot de passe changé. Tous les autres appareils sont déconnectés.',
    current: 'Mot de passe actuel',
    nameSave: 'Enregistrer le nom',
    nameChanged: 'Nom changé. Les boutiques le voient sur tes commandes.',
  },
  data: {
    title: 'Tes données',
    stored:
      'Ce marché conserve ton adresse e-mail, ton nom de retrait, les appareils où tu es connecté et, pendant 30 jours, une marque du réseau de ta dernière commande.',
    storedOfGuest:
      'Ce marché conserve ton nom de retrait, si tu en as donné un, et, pendant 30 jours, une marque du réseau de ta dernière commande.',
    orders:
      'Tes commandes ne contiennent aucune donnée personnelle. Elles restent aux boutiques sans ton nom, même si tu supprimes tes données : garde les codes ou les liens des commandes que tu veux encore retirer.',
    download: 'Télécharger mes données',
    delete: 'Supprimer le compte',
    deleteOfGuest: 'Supprimer mes données',
    deleteTitle: 'Supprimer tes données ?',
    whatGoes:
      'Ton compte, ton nom et ton adresse e-mail sont supprimés, et tu es déconnecté de tous les appareils. La liste de tes commandes est perdue. Les sauvegardes déjà faites ne changent pas.',
    whatGoesOfGuest:
      'Ton nom est supprimé, et ce navigateur oublie tes commandes. La liste est perdue. Les sauvegardes déjà faites ne changent pas.',
    keep: 'Garder mes données',
    confirm: 'Supprimer définitivement',
    wrongPassword: 'Le mot de passe est faux.',
    ownsShop:
      'Tu tiens une boutique ici, et quelqu’un doit en répondre. Adresse-toi à l’organisation du marché.',
  },
}
