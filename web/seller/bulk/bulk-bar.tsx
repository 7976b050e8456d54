import { Box, Button, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import { sellerRefusal } from '../shell/refusal-text.ts'
import styles from './bulk-bar.module.css'
import type { Bulk } from './use-bulk.ts'

const said = sellerTexts.bulk

export interface BulkBarProps {
  count: number
  bulk: Bulk
  onClear: () => void
  /** Buttons that act on all selected rows. */
  children: ReactNode
}

/** The number of selected rows and what can be done with them, at the bottom within a thumb's reach. */
export function BulkBar({ count, bulk, onClear, children }: BulkBarProps) {
  if (count === 0 && bulk.of === 0) return null
  return (
    <section className={styles.bar} aria-label={said.title}>
      <Text fw={600} role="status">
        {bulk.isRunning ? said.running(bulk.done, bulk.of) : said.selected(count)}
      </Text>
      {count > 0 && <Group gap="xs">{children}</Group>}
      <Button size="sm" variant="subtle" ms="auto" onClick={onClear}>
        {said.clear}
      </Button>
      {bulk.refused.length > 0 && (
        <Box component="ul" w="100%">
          {bulk.refused.slice(0, 5).map(({ name, refusal }) => (
            <li key={name}>
              <StatusLabel tone="bad">{said.refused(name, sellerRefusal(refusal))}</StatusLabel>
            </li>
          ))}
          {bulk.refused.length > 5 && <li>{said.more(bulk.refused.length - 5)}</li>}
        </Box>
      )}
    </section>
  )
}
