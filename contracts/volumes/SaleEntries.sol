// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../interfaces/IGenealogy.sol";
import {IVolumeLedger} from "../interfaces/IVolumeLedger.sol";

/// @title SaleEntries: has a sale credited, and packs it with the instant credits it made
/// @dev The layout stands in `IVolumeLedger`. A level that nobody took, or whose share is less than one unit, has no entry.
/// Assembly because every order pays for it: a third of what the compiler makes of the same (`npm run bench:contracts`).
library SaleEntries {
    uint8 private constant CUSTOMER_SALE = 2;
    /// @dev The encoded event: five words, the length of the entries, then the entries.
    uint256 private constant HEAD = 0xa0;
    uint256 private constant ENTRIES_AT = 0xc0;

    /// @notice Calls `creditSale`, and writes the sale and behind it what that answers to where the event has its entries.
    /// @return place where the event lies in memory
    /// @return size the bytes of its entries
    /// @return instant what was credited
    function credit(
        IGenealogy genealogy,
        IVolumeLedger.Sale calldata sale,
        uint256 period,
        uint256 levels
    ) internal returns (uint256 place, uint256 size, uint256 instant) {
        bytes4 selector = IGenealogy.creditSale.selector;
        bool customerSale = sale.kind == CUSTOMER_SALE;
        uint256 memberId = sale.memberId;
        uint256 saleNumber = sale.saleNumber;
        uint256 cv = sale.cv;
        uint256 orderRef = sale.orderRef;
        uint256 entry = (uint256(sale.kind) << 248) | (memberId << 216) | (uint256(sale.pv) << 184) | (cv << 144);
        entry |= (orderRef << 96) | (uint256(sale.customer) << 64);
        assembly ("memory-safe") {
            place := mload(0x40)
            mstore(place, selector)
            mstore(add(place, 0x04), memberId)
            mstore(add(place, 0x24), customerSale)
            mstore(add(place, 0x44), saleNumber)
            mstore(add(place, 0x64), cv)
            mstore(add(place, 0x84), orderRef)
            mstore(add(place, 0xa4), levels)
            mstore(add(place, 0xc4), period)
            if iszero(and(gt(returndatasize(), 0x5f), call(gas(), genealogy, 0, place, 0xe4, place, 0x60))) {
                returndatacopy(place, 0, returndatasize())
                revert(place, returndatasize())
            }
            instant := mload(place)
            size := mload(add(place, 0x40))
            let pointer := add(place, ENTRIES_AT)
            mstore(pointer, entry)
            pointer := add(pointer, add(20, shl(2, customerSale)))
            returndatacopy(pointer, 0x60, size)
            pointer := add(pointer, size)
            // What the event pads with must be zero.
            mstore(pointer, 0)
            mstore(0x40, add(pointer, 0x20))
            size := sub(pointer, add(place, ENTRIES_AT))
        }
    }

    /// @notice How many entries have `size` bytes: the four more that the entry of a customer sale has round away.
    function countOf(uint256 size) internal pure returns (uint256) {
        return size / 20;
    }

    function hashOf(uint256 place, uint256 size) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            hash := keccak256(add(place, ENTRIES_AT), size)
        }
    }

    /// @notice Sends the event `SaleRecorded`.
    function send(
        uint256 place,
        uint256 size,
        IVolumeLedger.Sale calldata sale,
        uint256 seq,
        uint256 period,
        uint256 firstEntry,
        bytes32 runningHash
    ) internal {
        bytes32 topic = IVolumeLedger.SaleRecorded.selector;
        uint256 saleNumber = sale.saleNumber;
        uint256 amount = sale.amount;
        assembly ("memory-safe") {
            mstore(place, firstEntry)
            mstore(add(place, 0x20), runningHash)
            mstore(add(place, 0x40), HEAD)
            mstore(add(place, 0x60), saleNumber)
            mstore(add(place, 0x80), amount)
            mstore(add(place, HEAD), size)
            log3(place, add(ENTRIES_AT, and(add(size, 0x1f), not(0x1f))), topic, seq, period)
        }
    }
}
