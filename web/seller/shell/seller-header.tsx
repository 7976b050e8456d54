import { NativeSelect, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { pageMeta } from '../../shell/page-meta.ts'
import { useMarketInfo } from '../../store/hooks.ts'
import { ColorSchemeButton } from '../../ui/color-scheme-button.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Note } from '../../ui/note.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { ChimeButton, useChime } from './chime-button.tsx'
import { Pages } from './pages.tsx'
import styles from './seller-header.module.css'
import { ShopPill } from './shop-pill.tsx'
import { useDateTime } from './use-date-time.ts'
import { useShopChoice } from './use-shop-choice.ts'
import { useSuspension } from './use-suspension.ts'

/** The shop's name or the choice of one, whether it sells, and links to the pages. */
export function SellerHeader() {
  useChime()
  return (
    <Stack gap="xs">
      <div className={styles.first}>
        <ShopNameOrChoice />
        <ShopPill />
        <span className={styles.room} />
        <Text component="a" href="/" size="sm" c="dimmed" td="underline" visibleFrom="sm">
          {sellerTexts.toStorefront}
        </Text>
        <Text component="a" href="/board" size="sm" c="dimmed" td="underline" visibleFrom="sm">
          {sellerTexts.toBoard}
        </Text>
        <span className={styles.wide}>
          <ChimeButton />
          <ColorSchemeButton />
        </span>
      </div>
      <Pages />
      <ClosedNote />
    </Stack>
  )
}

function ShopNameOrChoice() {
  const market = useMarketInfo()?.name ?? pageMeta.name
  const { all, one, choose } = useShopChoice()
  if (all.length < 2) {
    return (
      <Link to="/sell" className={styles.name}>
        {one?.name ?? market}
      </Link>
    )
  }
  return (
    <NativeSelect
      className={styles.switch ?? ''}
      classNames={{ input: styles.shop ?? '' }}
      aria-label={sellerTexts.shop}
      value={one?.id ?? ''}
      onChange={({ currentTarget: { value } }) => choose(value === '' ? null : Number(value))}
      leftSection={<Icon name="shop" size={20} />}
      data={[
        { value: '', label: sellerTexts.allShops },
        ...all.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
    />
  )
}

/** On every page while a shop is closed. */
function ClosedNote() {
  const said = sellerTexts.selling
  const { shops } = useShopChoice()
  const closed = shops.filter(({ status }) => status !== 'open')
  const [first] = closed
  const { short } = useDateTime(first?.id ?? 0)
  const reason = useSuspension(closed.length === 1 && first?.status === 'suspended' ? first.id : null)
  if (!first) return null
  const isSuspended = first.status === 'suspended'
  const one = isSuspended
    ? said.suspendedBar(first.name)
    : first.reopensAt
      ? sellerTexts.day.status.untilBar(first.name, short(first.reopensAt))
      : said.closedBar(first.name)
  return (
    <Note tone="warn" icon="lock" role="status">
      {closed.length === 1 ? one : said.closedBars(closed.length)}
      {reason !== null && ` ${sellerTexts.suspending.because(reason)}`}
    </Note>
  )
}
