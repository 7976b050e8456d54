import type { RefusalCode } from '../../../shared/refusals.ts'

export const refusals: Record<RefusalCode, string> = {
  too_many_requests: 'Trop de tentatives.',
  unauthenticated: 'Tu n’es plus connecté. Recharge la page ou reconnecte-toi.',
  session_changed: 'Quelqu’un d’autre s’est connecté ou déconnecté dans ce navigateur. Recharge la page.',
  forbidden: 'Tu n’as pas accès à cela.',
  invalid: 'Quelque chose ne va pas dans ta saisie. Vérifie-la et réessaie.',
  id_mismatch: 'Cela a déjà été envoyé avec un autre contenu. Recharge la page et réessaie.',
  busy: 'Le marché est très fréquenté. Réessaie dans un instant.',
  unavailable: 'Le marché est en pause. Réessaie dans un instant.',
  not_found: 'Cela n’existe plus.',
  shop_closed: 'Cette boutique est fermée.',
  account_required: 'Il te faut un compte pour commander cet article.',
  conflict: 'Cela a changé depuis que tu l’as ouvert.',
  price_changed: 'Le prix a changé.',
  limit_reached: 'Cela dépasse la limite par personne.',
  out_of_stock: 'Il n’en reste pas assez.',
  too_many_open_orders:
    'Tu as trop de commandes en attente dans cette boutique. Retires-en ou annules-en d’abord.',
  not_cancellable: 'Cette commande ne peut plus être annulée.',
  not_fulfillable: 'Cette commande ne peut plus être remise.',
  wrong_status: 'Ce n’est plus possible : la commande a changé.',
  quota_reached: 'Cette boutique a atteint sa limite.',
  role_required: 'Ton rôle dans cette boutique ne le permet pas.',
  last_owner: 'Une boutique a besoin d’un propriétaire : nomme d’abord quelqu’un d’autre.',
  market_full: 'Le marché est complet et ne peut plus rien accepter pour le moment.',
}
