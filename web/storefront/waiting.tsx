import { useConnection } from '../store/hooks.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { CardSkeletons } from '../ui/skeletons.tsx'
import { texts } from '../ui/texts.ts'

/** Before the market was ever seen: the shape of what comes, and words once there is reason for them. */
export function Waiting({ cards }: { cards: number }) {
  const { kind } = useConnection()
  if (kind !== 'offline') return <CardSkeletons count={cards} />
  return (
    <EmptyState icon="offline" title={texts.storefront.list.waitingTitle}>
      <p>{texts.storefront.list.waitingHelp}</p>
    </EmptyState>
  )
}
