import { Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { ListedShop } from '../../../shared/protocol/account-messages.ts'
import type { ShopUse } from '../../../shared/protocol/operator-messages.ts'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { ask } from '../../http/ask.ts'
import { useShops } from '../../store/hooks.ts'
import { announce } from '../../ui/announcements.ts'
import { Icon } from '../../ui/icons.tsx'
import { bytesInWords } from '../../ui/plurals.ts'
import { RowList } from '../../ui/row-list.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { RowSkeletons } from '../../ui/skeletons.tsx'
import { StatusLabel } from '../../ui/status-label.tsx'
import { sellerRefusal } from '../shell/refusal-text.ts'
import { usePageTitle } from '../shell/use-page-title.ts'
import { CapacityAlert, CapacitySection } from './capacity-section.tsx'
import { type Clearing, ClearSheet } from './clear-sheet.tsx'
import { LinkSheet, type WantedLink } from './link-sheet.tsx'
import styles from './shops-page.module.css'
import { SuspendSheet } from './suspend-sheet.tsx'
import { useCapacity } from './use-capacity.ts'

const said = sellerTexts.shops

/** For the operator: shops, invitations, suspensions and password resets. */
export function Shops() {
  usePageTitle(said.title)
  const shops = [...useShops().values()]
  const [listed, setListed] = useState<readonly ListedShop[] | null>(null)
  const [wanted, setWanted] = useState<WantedLink | null>(null)
  const [suspending, setSuspending] = useState<Shop | null>(null)
  const [clearing, setClearing] = useState<Clearing | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const { report, failed, refresh } = useCapacity()
  const count = shops.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new shop has an owner to ask for
  useEffect(() => {
    void ask<{ shops: ListedShop[] }>('GET', '/api/shops').then((answer) => {
      if (answer.kind === 'ok') setListed(answer.reply.shops)
      else setTrouble(said.noAnswer)
    })
  }, [count])
  const turn = async (shop: Shop) => {
    setTrouble(null)
    if (shop.status !== 'suspended') return setSuspending(shop)
    const answer = await ask('POST', `/api/shops/${shop.id}/restore`)
    if (answer.kind === 'ok') announce(said.said(shop.name, false))
    else setTrouble(answer.kind === 'refused' ? sellerRefusal(answer.refusal) : said.noAnswer)
  }
  return (
    <Stack>
      <Group justify="space-between">
        <h1>{said.title}</h1>
        <Group gap="md">
          <Link to="/sell/look">{sellerTexts.look.title}</Link>
          <Button variant="outline" onClick={() => setWanted({ kind: 'reset', email: '' })}>
            {said.resetAnyone}
          </Button>
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setWanted({ kind: 'invite' })}>
            {said.invite}
          </Button>
        </Group>
      </Group>
      <Text c="dimmed">{said.help}</Text>
      {report && <CapacityAlert bounds={report.bounds} />}
      {trouble && <p role="alert">{trouble}</p>}
      {!listed && !trouble && <RowSkeletons count={3} />}
      <RowList>
        {shops.map((shop) => (
          <Row
            key={shop.id}
            shop={shop}
            listed={listed?.find(({ shopId }) => shopId === shop.id)}
            use={report?.shops.find(({ shopId }) => shopId === shop.id)}
            onTurn={() => void turn(shop)}
            onClear={(products) => setClearing({ shop, products })}
            onReset={(email) => setWanted({ kind: 'reset', email })}
          />
        ))}
      </RowList>
      {report && <CapacitySection bounds={report.bounds} />}
      {failed && !report && <p role="alert">{sellerTexts.capacity.noAnswer}</p>}
      <SuspendSheet shop={suspending} onClose={() => setSuspending(null)} />
      <LinkSheet wanted={wanted} onClose={() => setWanted(null)} />
      <ClearSheet
        wanted={clearing}
        onClose={() => {
          setClearing(null)
          refresh()
        }}
      />
    </Stack>
  )
}

interface RowProps {
  shop: Shop
  listed: ListedShop | undefined
  /** The shop's counts; absent until loaded. */
  use: ShopUse | undefined
  onTurn: () => void
  onClear: (products: number) => void
  onReset: (email: string) => void
}

function Row({ shop, listed, use, onTurn, onClear, onReset }: RowProps) {
  const email = listed?.email
  const isHouse = shop.id === 1
  const isSuspended = shop.status === 'suspended'
  return (
    <li>
      <Stack gap={0} flex="1 1 14rem">
        <Link to="/sell/products" search={{ shop: shop.id }} className={styles.name}>
          {shop.name}
        </Link>
        <Text c="dimmed">
          {isHouse ? said.house : (email ?? said.nobody)} · {said.orders(listed?.orders ?? 0)}
        </Text>
        {use && (
          <Text c="dimmed">
            {said.products(use.products)} · {said.pictures(use.images, bytesInWords(use.imageBytes))}
          </Text>
        )}
      </Stack>
      <Status status={shop.status} />
      {!isHouse && (
        <Group gap="xs">
          {email && (
            <Button size="sm" variant="subtle" onClick={() => onReset(email)}>
              {said.reset}
            </Button>
          )}
          {use !== undefined && use.products + use.images > 0 && (
            <Button
              size="sm"
              variant="subtle"
              color="ink"
              aria-label={said.clearNamed(shop.name)}
              onClick={() => onClear(use.products)}
            >
              {said.clear}
            </Button>
          )}
          <Button
            size="sm"
            variant="outline"
            color={isSuspended ? 'accent' : 'bad'}
            aria-label={isSuspended ? said.restoreNamed(shop.name) : said.suspendNamed(shop.name)}
            onClick={onTurn}
          >
            {isSuspended ? said.restore : said.suspend}
          </Button>
        </Group>
      )}
    </li>
  )
}

const Status = ({ status }: { status: Shop['status'] }) =>
  status === 'open' ? (
    <StatusLabel tone="ok">{sellerTexts.selling.isOpen}</StatusLabel>
  ) : (
    <StatusLabel tone={status === 'suspended' ? 'bad' : 'muted'} icon="lock">
      {status === 'suspended' ? said.isSuspended : sellerTexts.selling.isClosed}
    </StatusLabel>
  )
