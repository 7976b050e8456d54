import type { Order } from '../../../shared/protocol/shapes.ts'
import { StatusLabel, type StatusLabelProps } from '../../ui/status-label.tsx'
import { texts } from '../../ui/texts.ts'

const looks: Record<Order['status'], Pick<StatusLabelProps, 'tone' | 'icon'>> = {
  placed: { tone: 'accent', icon: 'bag' },
  fulfilled: { tone: 'ok', icon: 'check' },
  cancelled: { tone: 'muted', icon: 'cross' },
}

export const OrderStatus = ({ status }: { status: Order['status'] }) => (
  <StatusLabel {...looks[status]}>{texts.status.order[status]}</StatusLabel>
)
