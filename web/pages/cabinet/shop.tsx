import {
  ActionIcon,
  Button,
  Card,
  Group,
  NumberInput,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Product } from '#api/catalog.ts';
import { placeOrder, type OrderKind } from '#api/orders.ts';
import { personName } from '#api/values.ts';
import { callRoute } from '../../api/client.ts';
import { useFailureText } from '../../api/use-failure.ts';
import { cartSchema, totalsOf, withQuantity, type Cart } from '../../features/orders/cart.ts';
import { productsQuery } from '../../features/orders/queries.ts';
import { Facts } from '../../ui/facts.tsx';
import { useLocale } from '../../ui/locale.ts';
import { Money, Points } from '../../ui/money.tsx';
import { Page } from '../../ui/page.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { dropFlow, loadFlow, saveFlow } from '../../wallet/flow-storage.ts';
import classes from './shop.module.css';
import { useAction } from '../../api/use-action.ts';

const cartKey = 'cart';
const checkoutId = 'checkout';

export function ShopPage() {
  const { t } = useTranslation('shop');
  const products = useQuery(productsQuery);
  return (
    <Page title={t('title')} lead={t('lead')} width="wide">
      <QueryView query={products} lines={4}>
        {({ items }) =>
          items.length === 0 ? <EmptyState title={t('empty.title')} text={t('empty.text')} /> : <Counter products={items} />
        }
      </QueryView>
    </Page>
  );
}

function Counter({ products }: { products: readonly Product[] }) {
  const [cart, setCart] = useState<Cart>(() => loadFlow(cartKey, cartSchema) ?? {});
  const change = (next: Cart) => {
    saveFlow(cartKey, next);
    setCart(next);
  };
  return (
    <div className={classes.counter}>
      <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }} spacing="sm" className={classes.products}>
        {products.map((product) => (
          <ProductCard
            key={product.sku}
            product={product}
            pieces={cart[product.sku] ?? 0}
            onChange={(pieces) => change(withQuantity(cart, product, pieces))}
          />
        ))}
      </SimpleGrid>
      <Checkout
        cart={cart}
        products={products}
        onPlaced={() => {
          dropFlow(cartKey);
          setCart({});
        }}
      />
      <CartBar cart={cart} products={products} />
    </div>
  );
}

/** On a phone the checkout lies below all goods; this bar says what is in the cart and leads there. */
function CartBar({ cart, products }: { cart: Cart; products: readonly Product[] }) {
  const { t } = useTranslation('shop');
  const totals = totalsOf(cart, products);
  if (totals.pieces === 0) return null;
  return (
    <Button
      size="md"
      className={classes.bar}
      onClick={() => document.getElementById(checkoutId)?.scrollIntoView({ behavior: 'smooth', block: 'start' })}
    >
      {t('toCart', { count: totals.pieces })} · <Money amount={totals.total} c="inherit" ml={6} />
    </Button>
  );
}

function ProductCard({ product, pieces, onChange }: { product: Product; pieces: number; onChange: (pieces: number) => void }) {
  const { t } = useTranslation('shop');
  const locale = useLocale();
  const name = product.name[locale];
  return (
    <Card padding="md" data-sku={product.sku}>
      <div className={classes.product}>
        <div className={classes.name}>
          <Title order={2} size="h3">
            {name}
          </Title>
          <Text size="sm" c="dimmed">
            <Points value={product.pv} /> {t('points')} · {t('stock', { count: product.stock })}
          </Text>
        </div>
        <Money amount={product.price} fw={600} size="lg" />
        <div className={classes.take}>
          {pieces === 0 ? (
            <Button
              variant="light"
              disabled={product.stock === 0}
              onClick={() => onChange(1)}
              aria-label={t('addOne', { name })}
              data-add
            >
              {t(product.stock === 0 ? 'soldOut' : 'add')}
            </Button>
          ) : (
            <Group gap={6} wrap="nowrap">
              <ActionIcon variant="default" size={36} onClick={() => onChange(pieces - 1)} aria-label={t('less', { name })}>
                <IconMinus size={16} />
              </ActionIcon>
              <NumberInput
                value={pieces}
                onChange={(value) => onChange(typeof value === 'number' ? value : 0)}
                min={0}
                max={product.stock}
                allowDecimal={false}
                hideControls
                aria-label={t('pieces', { name })}
                flex={1}
                miw={0}
                classNames={{ input: classes.pieces ?? '' }}
              />
              <ActionIcon
                variant="default"
                size={36}
                disabled={pieces >= product.stock}
                onClick={() => onChange(pieces + 1)}
                aria-label={t('addOne', { name })}
              >
                <IconPlus size={16} />
              </ActionIcon>
            </Group>
          )}
        </div>{' '}
      </div>
    </Card>
  );
}

function Checkout({ cart, products, onPlaced }: { cart: Cart; products: readonly Product[]; onPlaced: () => void }) {
  const { t } = useTranslation('shop');
  const navigate = useNavigate();
  const failureOf = useFailureText();
  const [kind, setKind] = useState<OrderKind>('own');
  const [customer, setCustomer] = useState('');
  const totals = totalsOf(cart, products);
  // One key for one content: the same press twice, or again after a broken line, is one order.
  const content = JSON.stringify([cart, kind, customer.trim()]);
  const key = useMemo(() => ({ content, id: crypto.randomUUID() }), [content]);
  const place = useAction({
    mutationFn: () =>
      callRoute(
        placeOrder,
        {
          body: {
            kind,
            lines: Object.entries(cart).map(([sku, quantity]) => ({ sku, quantity })),
            ...(kind === 'customer' ? { customerName: customer.trim() } : {}),
          },
        },
        { idempotencyKey: key.id },
      ),
    onSuccess: async (order) => {
      // First: whoever closes the page while the next one loads must not find the same goods in the cart again.
      onPlaced();
      await navigate({ to: '/orders/$orderId', params: { orderId: order.orderId } });
    },
  });
  const named = kind === 'own' || personName.safeParse(customer).success;
  return (
    <Card id={checkoutId} className={classes.checkout} component="section" aria-label={t('cart')}>
      <Stack>
        <Title order={2}>{t('cart')}</Title>
        {totals.pieces === 0 ? <Text c="dimmed">{t('cartEmpty')}</Text> : <CartLines cart={cart} products={products} />}
        <div>
          <Text size="sm" fw={500} mb={4} id="order-kind">
            {t('forWhom')}
          </Text>
          <SegmentedControl
            fullWidth
            value={kind}
            onChange={(value) => setKind(value === 'customer' ? 'customer' : 'own')}
            data={[
              { value: 'own', label: t('own') },
              { value: 'customer', label: t('customer') },
            ]}
            aria-labelledby="order-kind"
          />
        </div>
        {kind === 'customer' ? (
          <TextInput
            label={t('customerName')}
            description={t('customerWhy')}
            value={customer}
            maxLength={80}
            onChange={(event) => setCustomer(event.currentTarget.value)}
          />
        ) : null}
        <Facts
          items={[
            { label: t('total'), value: <Money amount={totals.total} /> },
            { label: t('pointsTotal'), value: <Points value={totals.pv} /> },
          ]}
        />
        {place.error === null ? null : <ErrorState failure={failureOf(place.error)} retry={() => place.mutate()} />}
        <Button
          size="md"
          disabled={totals.pieces === 0 || !named}
          loading={place.isPending}
          onClick={() => {
            if (!place.isPending) place.mutate();
          }}
          data-place
        >
          {t('place')}
        </Button>
      </Stack>
    </Card>
  );
}

function CartLines({ cart, products }: { cart: Cart; products: readonly Product[] }) {
  const locale = useLocale();
  return (
    <ul className={classes.lines}>
      {products.flatMap((product) => {
        const pieces = cart[product.sku];
        if (pieces === undefined) return [];
        return [
          <li key={product.sku}>
            <span>
              {pieces} × {product.name[locale]}
            </span>
            <Money amount={BigInt(product.price) * BigInt(pieces)} />
          </li>,
        ];
      })}
    </ul>
  );
}
