import type { Order } from '../../../shared/protocol/shapes.ts'
import type { IconName } from '../../ui/icons.tsx'
import { StatusLabel, type Tone } from '../../ui/status-label.tsx'
import { texts } from '../../ui/texts.ts'

const looks: Record<Order['status'], { tone: Tone; icon: IconName }> = {
  placed: { tone: 'ok', icon: 'check' },
  fulfilled: { tone: 'muted', icon: 'bag' },
  cancelled: { tone: 'bad', icon: 'cross' },
}

export const OrderStatus = ({ status }: { status: Order['status'] }) => (
  <StatusLabel {...looks[status]}>{texts.status.order[status]}</StatusLabel>
)
