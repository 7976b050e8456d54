import { Menu } from '@mantine/core'
import { useState } from 'react'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { announce } from '../../ui/announcements.ts'
import { Icon } from '../../ui/icons.tsx'
import { durationOf } from '../../ui/plurals.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { CloseUntil } from './close-until.tsx'
import { MutationStatus } from './mutation-status.tsx'
import { SeveralShops } from './several-shops.tsx'
import styles from './shop-pill.module.css'
import { useCommand } from './use-command.ts'
import { useDateTime } from './use-date-time.ts'
import { useMay } from './use-may.ts'
import { useShopChoice } from './use-shop-choice.ts'
import { useShopStatus } from './use-shop-status.ts'

const breakMinutes = [15, 30, 60]

/** Whether the shop sells, in a word, and what changes it. */
export function ShopPill() {
  const { shops } = useShopChoice()
  const [first] = shops
  if (!first) return null
  return shops.length === 1 ? <OneShop key={first.id} shop={first} /> : <Several shops={shops} />
}

function OneShop({ shop }: { shop: Shop }) {
  const said = sellerTexts.day.status
  const { mutation, send } = useCommand('shop:update')
  const [choosing, setChoosing] = useState(false)
  const { short } = useDateTime(shop.id)
  const status = useShopStatus(shop)
  const may = useMay()
  if (shop.status === 'suspended' || !may('daily', shop.id)) return <Pill shop={shop}>{status}</Pill>
  const open = async () => {
    if (await send({ shopId: shop.id, status: 'open' })) announce(sellerTexts.selling.said(shop.name, true))
  }
  const close = async (reopensAt?: number) => {
    const until = reopensAt === undefined ? {} : { reopensAt }
    if (!(await send({ shopId: shop.id, status: 'closed', ...until }))) return false
    announce(
      reopensAt === undefined
        ? sellerTexts.selling.said(shop.name, false)
        : said.saidUntil(shop.name, short(reopensAt)),
    )
    return true
  }
  const isOpen = shop.status === 'open'
  return (
    <>
      <Menu position="bottom-start" width={260}>
        <Menu.Target>
          <button
            type="button"
            className={styles.pill}
            data-tone={toneOf(shop)}
            aria-label={said.menu(shop.name, status)}
          >
            <i />
            <span>{status}</span>
            <Icon name="chevron-down" size={16} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{said.buyersSee}</Menu.Label>
          {!isOpen && (
            <Menu.Item leftSection={<Icon name="play" size={16} />} onClick={() => void open()}>
              {said.reopen}
            </Menu.Item>
          )}
          {(isOpen || shop.reopensAt !== null) && (
            <Menu.Item leftSection={<Icon name="pause" size={16} />} onClick={() => void close()}>
              {said.pause}
            </Menu.Item>
          )}
          {breakMinutes.map((minutes) => (
            <Menu.Item
              key={minutes}
              leftSection={<Icon name="clock" size={16} />}
              onClick={() => void close(Date.now() + minutes * 60_000)}
            >
              {said.closeFor(durationOf(minutes))}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<Icon name="clock" size={16} />} onClick={() => setChoosing(true)}>
            {said.closeUntil}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <MutationStatus mutation={mutation} />
      <CloseUntil shop={shop} opened={choosing} onClose={() => setChoosing(false)} onChoose={close} />
    </>
  )
}

function Several({ shops }: { shops: readonly Shop[] }) {
  const [opened, setOpened] = useState(false)
  const open = shops.filter(({ status }) => status === 'open').length
  const tone = open === shops.length ? 'ok' : 'warn'
  const text = sellerTexts.day.status.someOpen(open, shops.length)
  const may = useMay()
  if (!may('daily')) {
    return (
      <span className={styles.pill} data-tone={tone}>
        <i />
        <span>{text}</span>
      </span>
    )
  }
  return (
    <>
      <button type="button" className={styles.pill} data-tone={tone} onClick={() => setOpened(true)}>
        <i />
        <span>{text}</span>
        <Icon name="chevron-down" size={16} />
      </button>
      <SeveralShops opened={opened} onClose={() => setOpened(false)} />
    </>
  )
}

const Pill = ({ shop, children }: { shop: Shop; children: string }) => (
  <span className={styles.pill} data-tone={toneOf(shop)}>
    <i />
    <span>{children}</span>
  </span>
)

const toneOf = ({ status }: Shop) => (status === 'open' ? 'ok' : 'warn')
