import { useConnection } from '../store/hooks.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { CardSkeletons } from '../ui/skeletons.tsx'
import { texts } from '../ui/texts.ts'

/** Before the market was ever seen: the shape of what comes, and words once there is reason for them. */
export function Waiting({ cards }: { cards: number }) {
  const connection = useConnection()
  if (connection.kind !== 'offline') return <CardSkeletons count={cards} />
  return (
    <EmptyState icon="offline" title={texts.shell.offline[connection.why]}>
      <p>{texts.storefront.list.waitingHelp}</p>
    </EmptyState>
  )
}
