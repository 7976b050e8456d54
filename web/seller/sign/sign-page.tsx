import { Button, Group, Stack, Text } from '@mantine/core'
import { pageMeta } from '../../shell/page-meta.ts'
import { useBrand, useMarketInfo } from '../../store/hooks.ts'
import { Icon } from '../../ui/icons.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { usePageTitle } from '../shell/use-page-title.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import styles from './sign-page.module.css'

const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(window.location.hostname)

/** A sign to print and hang up: the market, or a shop of it, and a code that opens it. */
export function Sign() {
  const said = sellerTexts.look
  usePageTitle(said.signTitle)
  const market = useMarketInfo()?.name ?? pageMeta.name
  const logo = useBrand()?.logo
  const { one } = useShopChoice()
  const path = one ? `/shop/${one.slug}` : '/'
  const address = window.location.origin + path
  return (
    <Stack gap="md">
      <Group justify="space-between" data-screen-only>
        <h1>{one ? said.shopSign(one.name) : said.marketSign}</h1>
        <Button leftSection={<Icon name="print" size={16} />} onClick={() => window.print()}>
          {said.print}
        </Button>
      </Group>
      {isLocal && (
        <Text c="var(--warn)" data-screen-only>
          {said.local}
        </Text>
      )}
      <article className={styles.sign}>
        {logo && <img className={styles.logo} src={`/images/${logo}`} alt="" />}
        <p className={styles.name}>{one?.name ?? market}</p>
        {one && <p className={styles.market}>{market}</p>}
        <div className={styles.code}>
          <QrCode text={address} label={address} size={600} />
        </div>
        <p className={styles.scan}>{said.scan}</p>
        <p className={styles.help}>{said.scanHelp}</p>
        <p className={styles.address}>{address.replace(/^https?:\/\/|\/$/g, '')}</p>
      </article>
    </Stack>
  )
}
