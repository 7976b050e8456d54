import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { announce } from '../../ui/announcements.ts'
import { Icon } from '../../ui/icons.tsx'
import { RowList } from '../../ui/row-list.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { StatusLabel } from '../../ui/status-label.tsx'
import { MutationStatus } from './mutation-status.tsx'
import { isUnderWay, useCommand } from './use-command.ts'
import { useShopChoice } from './use-shop-choice.ts'

const said = sellerTexts.selling

/** Closes a shop after confirmation, and opens it again; several shops one by one or together. */
export function StopSelling() {
  const { shops } = useShopChoice()
  const [opened, setOpened] = useState(false)
  const anyOpen = shops.some(({ status }) => status === 'open')
  if (shops.length === 0) return null
  return (
    <>
      <Button
        size="sm"
        variant="outline"
        color={anyOpen ? 'bad' : 'accent'}
        leftSection={<Icon name={anyOpen ? 'pause' : 'play'} size={16} />}
        onClick={() => setOpened(true)}
      >
        {anyOpen ? said.stop : said.open}
      </Button>
      <Confirm opened={opened} onClose={() => setOpened(false)} />
    </>
  )
}

function Confirm({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { shops } = useShopChoice()
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
    if (shops.length === 1) close()
  }
  const open = shops.filter(({ status }) => status === 'open')
  const title = shops.length > 1 ? said.manageTitle : open.length ? said.stopTitle : said.openTitle
  return (
    <Sheet opened={opened} onClose={close} title={title}>
      <Stack>
        <p>{open.length ? said.stopHelp : said.openHelp}</p>
        <RowList>
          {shops.map((shop) => (
            <ShopSwitch
              key={shop.id}
              shop={shop}
              alone={shops.length === 1}
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

interface ShopSwitchProps {
  shop: Shop
  alone: boolean
  busy: boolean
  onChange: (status: 'open' | 'closed') => void
}

function ShopSwitch({ shop, alone, busy, onChange }: ShopSwitchProps) {
  const isOpen = shop.status === 'open'
  const label = isOpen ? said.stop : said.open
  const named = isOpen ? said.stopNamed(shop.name) : said.openNamed(shop.name)
  return (
    <li>
      <Text span flex={1} fw={600}>
        {shop.name}
      </Text>
      <ShopStatus shop={shop} />
      {shop.status !== 'suspended' && (
        <Button
          size={alone ? 'md' : 'sm'}
          variant={alone ? 'filled' : 'outline'}
          color={isOpen ? 'bad' : 'accent'}
          loading={busy}
          aria-label={named}
          onClick={() => onChange(isOpen ? 'closed' : 'open')}
        >
          {label}
        </Button>
      )}
    </li>
  )
}

const ShopStatus = ({ shop: { status } }: { shop: Shop }) =>
  status === 'open' ? (
    <StatusLabel tone="ok">{said.isOpen}</StatusLabel>
  ) : (
    <StatusLabel tone="bad" icon="lock">
      {status === 'closed' ? said.isClosed : said.isSuspended}
    </StatusLabel>
  )
