import { waitOf } from '../../ui/plurals.ts'
import type { AccountTexts } from '../en/account.ts'
import { page } from './page.ts'
import { refusals } from './refusals.ts'

export const account: AccountTexts = {
  title: 'Cuenta',
  email: 'Correo electrónico',
  password: 'Contraseña',
  newPassword: 'Nueva contraseña',
  passwordHelp: 'Al menos 10 caracteres. Tres palabras al azar van bien.',
  passwordShort: 'Al menos 10 caracteres.',
  passwordObvious: 'Esa contraseña es demasiado fácil de adivinar.',
  passwordOwn: 'No uses tu correo en la contraseña.',
  emailWrong: 'Escribe un correo electrónico, como amara@example.org.',
  name: 'Nombre para la recogida',
  optional: (label: string) => `${label} (opcional)`,
  noAnswer: page.shell.noAnswer,
  noCookies: 'Tu navegador bloquea las cookies. Permítelas en este sitio para iniciar sesión.',
  refusals: {
    ...refusals,
    unauthenticated: 'El correo o la contraseña no son correctos.',
    conflict: 'Ya existe una cuenta con este correo: inicia sesión.',
    forbidden: 'Aquí las tiendas se abren por invitación.',
  },
  tryAgainIn: (ms: number) => `Demasiados intentos. Prueba otra vez en ${waitOf(ms, 'un momento')}.`,
  signIn: {
    title: 'Iniciar sesión',
    button: 'Iniciar sesión',
    toSignUp: '¿Es tu primera vez? Crea una cuenta',
    forgotten: '¿Has olvidado la contraseña? Pide un enlace de restablecimiento a quien lleva el mercado.',
  },
  signUp: {
    title: 'Crear una cuenta',
    help: 'Tus pedidos te acompañan en cada dispositivo en el que inicies sesión.',
    button: 'Crear cuenta',
    toSignIn: '¿Ya tienes cuenta? Inicia sesión',
  },
  invite: {
    title: 'Abre tu tienda',
    help: 'Te han invitado a vender aquí. Este enlace funciona una sola vez.',
    looking: 'Comprobando tu invitación',
    shopName: 'Nombre de la tienda',
    pickupNote: 'Datos de recogida',
    pickupHelp: 'Dónde y cuándo. Aparece en cada pedido y recibo. Puedes cambiarlo más tarde.',
    button: 'Abrir tienda',
    join: {
      title: (shop) => `Trabajar en ${shop}`,
      help: (role) => `Te han invitado a ayudar aquí: ${role}. Este enlace sirve una sola vez.`,
      roles: { owner: 'Propietario', manager: 'Gestión', counter: 'Mostrador', reader: 'Solo ver' },
      button: 'Crear cuenta y unirme',
      signIn: 'Iniciar sesión y unirme',
      toSignIn: 'Ya tengo una cuenta',
      toSignUp: 'Es mi primera vez aquí',
      as: (name) => `Unirme como ${name}`,
      notMe: 'Usar otra cuenta',
    },
    dead: 'Este enlace ha caducado',
    deadHelp: 'Ya se ha usado o tiene más de 7 días. Pide uno nuevo.',
  },
  reset: {
    title: 'Elige una nueva contraseña',
    help: 'Se cerrará la sesión en tus demás dispositivos.',
    button: 'Guardar e iniciar sesión',
  },
  own: {
    signedInAs: (name: string) => `Sesión iniciada como ${name}`,
    guest: 'Estás como invitado',
    guestHelp:
      'Tus pedidos se guardan en este navegador. Crea una cuenta para verlos en todos tus dispositivos.',
    signOut: 'Cerrar sesión',
    toOrders: 'Mis pedidos',
    toShop: 'Tu tienda',
    sessionsTitle: 'Tus dispositivos',
    thisOne: 'Este dispositivo',
    since: (when: string) => `desde el ${when}`,
    end: 'Cerrar sesión',
    endAll: 'Cerrar sesión en los demás dispositivos',
    unknownDevice: 'Otro dispositivo',
    ended: 'Sesión cerrada en ese dispositivo.',
    passwordTitle: 'Contraseña',
    change: 'Cambiar contraseña',
    changed: 'Contraseña cambiada. Se ha cerrado la sesión en los demás dispositivos.',
    current: 'Contraseña actual',
    nameSave: 'Guardar nombre',
    nameChanged: 'Nombre cambiado. Las tiendas lo ven en tus pedidos.',
  },
  data: {
    title: 'Tus datos',
    stored:
      'Este mercado guarda tu correo, tu nombre de recogida, los dispositivos en los que has iniciado sesión y, durante 30 días, una marca de la red de tu último pedido.',
    storedOfGuest:
      'Este mercado guarda tu nombre de recogida, si lo has dado, y, durante 30 días, una marca de la red de tu último pedido.',
    orders:
      'Tus pedidos no contienen datos personales. Se quedan en las tiendas sin tu nombre, aunque borres tus datos: guarda los códigos o enlaces de los pedidos que aún quieras recoger.',
    download: 'Descargar mis datos',
    delete: 'Eliminar la cuenta',
    deleteOfGuest: 'Borrar mis datos',
    deleteTitle: '¿Borrar tus datos?',
    whatGoes:
      'Se borran tu cuenta, tu nombre y tu correo, y se cierra la sesión en todos los dispositivos. No podrás recuperar la lista de tus pedidos. Las copias de seguridad anteriores no cambian.',
    whatGoesOfGuest:
      'Se borra tu nombre, y este navegador olvida tus pedidos. No podrás recuperar la lista. Las copias de seguridad anteriores no cambian.',
    keep: 'Conservar mis datos',
    confirm: 'Borrar para siempre',
    wrongPassword: 'La contraseña no es correcta.',
    ownsShop:
      'Llevas una tienda aquí, y alguien tiene que responder por ella. Habla con la organización del mercado.',
  },
}
