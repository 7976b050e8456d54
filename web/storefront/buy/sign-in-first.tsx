import { Button } from '@mantine/core'
import { texts } from '../../ui/texts.ts'
import styles from './sign-in-first.module.css'

/** The way to an account, and back to this page from there. */
export const SignInFirst = () => (
  <Button
    component="a"
    href={`/sign-in?next=${encodeURIComponent(window.location.pathname)}`}
    className={styles.button ?? ''}
  >
    {texts.storefront.buy.signIn}
  </Button>
)
