import { Button, Stack, Text } from '@mantine/core'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { announce } from '../../ui/announcements.ts'
import { RowList } from '../../ui/row-list.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { StatusLabel } from '../../ui/status-label.tsx'
import { MutationStatus } from './mutation-status.tsx'
import { isUnderWay, useCommand } from './use-command.ts'
import { useMay } from './use-may.ts'
import { useShopChoice } from './use-shop-choice.ts'
import { useShopStatus } from './use-shop-status.ts'

/** Pauses and opens several shops, one by one or together. */
export function SeveralShops({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const said = sellerTexts.selling
  const may = useMay()
  const shops = useShopChoice().shops.filter(({ id }) => may('daily', id))
  const { mutation, send, reset } = useCommand('shop:update')
  const close = () => {
    reset()
    onClose()
  }
  const change = async (which: readonly Shop[], status: 'open' | 'closed') => {
    for (const { id, name } of which) {
      if (!(await send({ shopId: id, status }))) return
      announce(said.said(name, status === 'open'))
    }
  }
  const open = shops.filter(({ status }) => status === 'open')
  return (
    <Sheet opened={opened} onClose={close} title={said.manageTitle}>
      <Stack>
        <p>{open.length ? said.stopHelp : said.openHelp}</p>
        <RowList>
          {shops.map((shop) => (
            <Row
              key={shop.id}
              shop={shop}
              busy={isUnderWay(mutation)}
              onChange={(status) => void change([shop], status)}
            />
          ))}
        </RowList>
        {open.length > 1 && (
          <Button color="bad" loading={isUnderWay(mutation)} onClick={() => void change(open, 'closed')}>
            {said.stopAll(open.length)}
          </Button>
        )}
        <MutationStatus mutation={mutation} />
      </Stack>
    </Sheet>
  )
}

interface RowProps {
  shop: Shop
  busy: boolean
  onChange: (status: 'open' | 'closed') => void
}

function Row({ shop, busy, onChange }: RowProps) {
  const said = sellerTexts.selling
  const isOpen = shop.status === 'open'
  const status = useShopStatus(shop)
  return (
    <li>
      <Text span flex={1} fw={600}>
        {shop.name}
      </Text>
      <StatusLabel tone={isOpen ? 'ok' : 'warn'} {...(isOpen ? {} : { icon: 'lock' })}>
        {status}
      </StatusLabel>
      {shop.status !== 'suspended' && (
        <Button
          size="sm"
          variant="outline"
          loading={busy}
          aria-label={isOpen ? said.stopNamed(shop.name) : said.openNamed(shop.name)}
          onClick={() => onChange(isOpen ? 'closed' : 'open')}
        >
          {isOpen ? said.stop : said.open}
        </Button>
      )}
    </li>
  )
}
