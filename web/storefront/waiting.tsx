import { useConnection } from '../store/hooks.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { CardSkeletons } from '../ui/skeletons.tsx'
import { texts } from '../ui/texts.ts'

/** Placeholders before the market is loaded for the first time, and an explanation if that takes long. */
export function Waiting({ cards }: { cards: number }) {
  const connection = useConnection()
  if (connection.kind !== 'offline') return <CardSkeletons count={cards} />
  return (
    <EmptyState
      icon="offline"
      title={texts.shell.offline[connection.why]}
      help={texts.storefront.list.waitingHelp}
    />
  )
}
