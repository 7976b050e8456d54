import type { RefusalCode } from '../../../shared/refusals.ts'

export const refusals: Record<RefusalCode, string> = {
  too_many_requests: 'Demasiados intentos.',
  unauthenticated: 'Tu sesión ha terminado. Recarga la página o inicia sesión de nuevo.',
  session_changed: 'Otra persona ha iniciado o cerrado sesión en este navegador. Recarga la página.',
  forbidden: 'No tienes acceso a esto.',
  invalid: 'Hay algo incorrecto en lo que has escrito. Revísalo e inténtalo de nuevo.',
  id_mismatch: 'Esto ya se envió con otro contenido. Recarga la página e inténtalo de nuevo.',
  busy: 'El mercado está muy concurrido. Inténtalo de nuevo en un momento.',
  unavailable: 'El mercado está en pausa. Inténtalo de nuevo en un momento.',
  not_found: 'Esto ya no existe.',
  shop_closed: 'Esta tienda está cerrada.',
  account_required: 'Necesitas una cuenta para pedir esto.',
  conflict: 'Esto ha cambiado desde que lo abriste.',
  price_changed: 'El precio ha cambiado.',
  limit_reached: 'Supera el límite por persona.',
  out_of_stock: 'No quedan suficientes.',
  too_many_open_orders:
    'Tienes demasiados pedidos pendientes en esta tienda. Recoge o cancela alguno primero.',
  not_cancellable: 'Este pedido ya no se puede cancelar.',
  not_fulfillable: 'Este pedido ya no se puede entregar.',
  wrong_status: 'Ya no es posible: el pedido ha cambiado.',
  quota_reached: 'Esta tienda ha alcanzado su límite.',
  role_required: 'Tu función en esta tienda no lo permite.',
  last_owner: 'Una tienda necesita un propietario: nombra antes a otra persona.',
  market_full: 'El mercado está lleno y no admite nada más por ahora.',
}
