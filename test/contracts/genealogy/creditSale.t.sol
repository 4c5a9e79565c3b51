// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {UplineTest} from "../support/UplineTest.sol";
import {vm} from "../support/Vm.sol";

/// @title CreditTest: a chain under the company, members 2, 3, 4 …, nobody active at first
abstract contract CreditTest is UplineTest {
    uint32 internal constant PERIOD = 5;
    uint48 internal constant ORDER = 77;
    /// @dev 10 %, 5 %, 3 %.
    uint256 internal constant THREE_LEVELS = 100_000 | (50_000 << 20) | (30_000 << 40);

    mapping(uint32 memberId => uint32 number) internal sales;

    function setUp() public virtual {
        deploy(0);
    }

    function chain(uint32 last) internal {
        for (uint32 memberId = 2; memberId <= last; memberId++) genealogy.register(memberId - 1, 0, 0, address(0), 0);
    }

    function sell(
        uint32 memberId,
        bool customerSale,
        uint32 period,
        uint64 cv,
        uint256 levels
    ) internal returns (uint256[10] memory credits) {
        vm.prank(address(ledger));
        (uint256 instant, bytes memory entries) = genealogy.creditSale(
            memberId,
            customerSale,
            ++sales[memberId],
            cv,
            ORDER,
            levels,
            period
        );
        // More does not fit into an entry; the ledger has no such volumes.
        if (cv >> 40 != 0) return credits;
        uint256 sum = 0;
        for (uint256 at = 0; at < entries.length; at += 20) {
            uint256 word = uint256(uint160(bytes20(this.slice(entries, at))));
            uint256 level = uint32(word >> 88);
            isTrue(word >> 152 == 5 && uint48(word) == ORDER && level > 0 && level < 11, "an instant credit of this order");
            credits[level - 1] = packed(uint32(word >> 120), uint40(word >> 48));
            sum += uint40(word >> 48);
        }
        equal(instant, sum, "instant");
    }

    function slice(bytes calldata entries, uint256 at) external pure returns (bytes20) {
        return bytes20(entries[at:at + 20]);
    }

    function activate(uint32 memberId, uint32 period) internal {
        sell(memberId, false, period, 0, 0);
    }

    function creditOf(uint32 memberId) internal view returns (uint64 credit) {
        (credit, , , ) = genealogy.salesOf(memberId);
    }

    function packed(uint32 memberId, uint256 amount) internal pure returns (uint256) {
        return (uint256(memberId) << 64) | amount;
    }
}

contract GenealogyCreditSaleTest is CreditTest {
    function test_RevertWhen_CallerIsNotTheLedger() public {
        chain(2);
        address[3] memory others = [address(vault), address(this), COMPANY_WALLET];
        for (uint256 i = 0; i < others.length; i++) {
            vm.prank(others[i]);
            vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotLedger.selector, others[i]));
            genealogy.creditSale(2, false, 1, 1, ORDER, 0, PERIOD);
        }
    }

    function test_RevertWhen_MemberIsUnknown() public {
        vm.startPrank(address(ledger));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(2)));
        genealogy.creditSale(2, false, 1, 1, ORDER, 0, PERIOD);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyUnknownMember.selector, uint32(0)));
        genealogy.creditSale(0, true, 1, 1, ORDER, 0, PERIOD);
        vm.stopPrank();
    }

    function test_RevertWhen_PeriodsAreUsedUp() public {
        chain(2);
        vm.startPrank(address(ledger));
        vm.expectRevert(IGenealogy.GenealogyFull.selector);
        genealogy.creditSale(2, false, 1, 1, ORDER, 0, type(uint16).max);
        vm.expectRevert(IGenealogy.GenealogyFull.selector);
        genealogy.creditSale(2, false, 1, 1, ORDER, 0, type(uint32).max);
        genealogy.creditSale(2, false, 1, 1, ORDER, 0, type(uint16).max - 1);
        (, uint32 activeThrough, , ) = genealogy.salesOf(2);
        equal(activeThrough, type(uint16).max, "the last period there is");
        vm.stopPrank();
    }

    function test_AnOwnPurchaseMakesActiveThroughTheNextPeriod() public {
        chain(3);
        sell(3, false, PERIOD, 1000, THREE_LEVELS);
        (, uint32 activeThrough, uint32 highest, uint32 window) = genealogy.salesOf(3);
        isTrue(activeThrough == PERIOD + 1 && highest == 1 && window == 1, "noted");
        (, activeThrough, , ) = genealogy.salesOf(2);
        equal(activeThrough, 0, "nobody else");
        sell(3, true, PERIOD + 3, 1000, 0);
        (, activeThrough, , ) = genealogy.salesOf(3);
        equal(activeThrough, PERIOD + 1, "a customer sale makes nobody active");
    }

    function test_ALaterPurchaseReplacesThePeriodWhole() public {
        chain(2);
        activate(2, 6);
        activate(2, 7);
        (, uint32 activeThrough, , ) = genealogy.salesOf(2);
        equal(activeThrough, 8, "no bit of 7 is left");
    }

    function test_OfAnOwnPurchaseLevelOneIsTheSponsor() public {
        chain(5);
        for (uint32 memberId = 2; memberId <= 4; memberId++) activate(memberId, PERIOD);
        uint256[10] memory credits = sell(5, false, PERIOD, 1019, THREE_LEVELS);
        isTrue(credits[0] == packed(4, 101) && credits[1] == packed(3, 50) && credits[2] == packed(2, 30), "floors");
        for (uint256 i = 3; i < 10; i++) equal(credits[i], 0, "no more levels");
        isTrue(creditOf(4) == 101 && creditOf(3) == 50 && creditOf(2) == 30 && creditOf(5) == 0, "credit");
    }

    function test_OfACustomerSaleLevelOneIsTheSeller() public {
        chain(3);
        activate(2, PERIOD);
        activate(3, PERIOD);
        uint256[10] memory credits = sell(3, true, PERIOD, 1000, THREE_LEVELS);
        isTrue(credits[0] == packed(3, 100) && credits[1] == packed(2, 50) && credits[2] == 0, "credits");
        sell(3, true, PERIOD, 1000, THREE_LEVELS);
        isTrue(creditOf(3) == 200 && creditOf(2) == 100 && creditOf(1) == 0, "sums; the company ends the walk");
    }

    function test_WhoIsNotActiveIsPassedOverAndTakesNoLevel() public {
        chain(5);
        activate(2, PERIOD - 1);
        activate(3, PERIOD - 2);
        uint256[10] memory credits = sell(5, true, PERIOD, 1000, THREE_LEVELS);
        isTrue(credits[0] == packed(2, 100) && credits[1] == 0, "t - 1: active through t; t - 2: not; the seller neither");
    }

    function test_ALevelWithoutARateIsTakenWithoutCredit() public {
        chain(4);
        for (uint32 memberId = 2; memberId <= 4; memberId++) activate(memberId, PERIOD);
        uint256[10] memory credits = sell(4, true, PERIOD, 1000, uint256(100_000) << 20);
        isTrue(credits[0] == 0 && credits[1] == packed(3, 100) && credits[2] == 0, "level two only");
        credits = sell(4, true, PERIOD, 9, THREE_LEVELS);
        isTrue(credits[0] == 0 && creditOf(4) == 0, "below one unit");
    }

    function test_TenLevelsAndNoMore() public {
        chain(14);
        for (uint32 memberId = 2; memberId <= 13; memberId++) activate(memberId, PERIOD);
        uint256[10] memory credits = sell(14, false, PERIOD, 1_000_000, type(uint256).max);
        for (uint32 i = 0; i < 10; i++) equal(credits[i], packed(13 - i, 1_048_575), "level");
        isTrue(creditOf(4) == 1_048_575 && creditOf(3) == 0, "the tenth is the last");
    }

    function test_FortyAreLookedAtAndNoMore() public {
        chain(44);
        activate(2, PERIOD);
        activate(3, PERIOD);
        activate(4, PERIOD);
        uint256[10] memory credits = sell(44, false, PERIOD, 1000, THREE_LEVELS);
        // Above 44 stand 43 … 4: that is forty.
        isTrue(credits[0] == packed(4, 100) && credits[1] == 0, "the fortieth and nobody above");
        credits = sell(44, true, PERIOD, 1000, THREE_LEVELS);
        // Active by the purchase, the seller is the first of forty, 5 the last.
        isTrue(credits[0] == packed(44, 100) && credits[1] == 0, "with the seller it is one less above");
    }

    function test_TheCompanyIsNeverCredited() public {
        chain(2);
        activate(1, PERIOD);
        equal(sell(1, true, PERIOD, 1000, THREE_LEVELS)[0], 0, "its own customer");
        equal(sell(2, false, PERIOD, 1000, THREE_LEVELS)[0], 0, "below it");
        equal(creditOf(1), 0, "credit");
    }

    function test_RevertGiven_CreditIsAsHighAsItCanBe() public {
        chain(2);
        activate(2, PERIOD);
        sell(2, true, PERIOD, type(uint56).max, 1_000_000);
        equal(creditOf(2), type(uint56).max, "all 56 bits");
        vm.prank(address(ledger));
        vm.expectRevert(IGenealogy.GenealogyFull.selector);
        genealogy.creditSale(2, true, 9, 1, ORDER, 1_000_000, PERIOD);
        (, uint32 activeThrough, uint32 highest, ) = genealogy.salesOf(2);
        isTrue(activeThrough == PERIOD + 1 && highest == 2, "nothing is carried into the next lane");
    }

    // Sale numbers

    function test_C10_RevertWhen_SaleNumberIsZeroUsedOrTooOld() public {
        chain(2);
        vm.startPrank(address(ledger));
        bytes4 tooOld = IGenealogy.GenealogySaleNumberTooOld.selector;
        vm.expectRevert(abi.encodeWithSelector(tooOld, uint32(2), uint32(0), uint32(0)));
        genealogy.creditSale(2, false, 0, 1, ORDER, 0, PERIOD);
        genealogy.creditSale(2, false, 40, 1, ORDER, 0, PERIOD);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogySaleNumberUsed.selector, uint32(2), uint32(40)));
        genealogy.creditSale(2, false, 40, 1, ORDER, 0, PERIOD);
        vm.expectRevert(abi.encodeWithSelector(tooOld, uint32(2), uint32(8), uint32(40)));
        genealogy.creditSale(2, false, 8, 1, ORDER, 0, PERIOD);
        genealogy.creditSale(2, false, 9, 1, ORDER, 0, PERIOD);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogySaleNumberUsed.selector, uint32(2), uint32(9)));
        genealogy.creditSale(2, true, 9, 1, ORDER, 0, PERIOD);
        (, , uint32 highest, uint32 window) = genealogy.salesOf(2);
        isTrue(highest == 40 && window == ((uint256(1) << 31) | 1), "both ends of the window");
        vm.stopPrank();
    }

    mapping(uint256 number => bool isUsed) private used;

    /// @dev Against the plainest memory there is: every number that was ever used.
    function testFuzz_C10_EachNumberOnceWithinTheWindow(uint256 seed) public {
        chain(2);
        uint256 highest = 0;
        for (uint256 i = 0; i < 60; i++) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            uint256 base = highest > 36 ? highest - 36 : 0;
            uint256 number = base + (random % (random % 5 == 0 ? 120 : 42));
            bool isFresh = number != 0 && !used[number] && number + 32 > highest;
            vm.prank(address(ledger));
            try genealogy.creditSale(2, true, uint32(number), 1, ORDER, 0, PERIOD) {
                isTrue(isFresh, "taken");
                used[number] = true;
                if (number > highest) highest = number;
            } catch {
                isFalse(isFresh, "refused");
            }
        }
        (, , uint32 kept, uint32 window) = genealogy.salesOf(2);
        equal(kept, highest, "highest");
        for (uint256 i = 0; i < 32 && i < highest; i++) isTrue(((window >> i) & 1 == 1) == used[highest - i], "window");
    }

    // Against a walk that shares no code

    mapping(uint32 memberId => uint64 credit) private expected;

    /// hardhat-config: fuzz.runs = 200
    function testFuzz_AgreesWithWalking(uint256 seed) public {
        for (uint32 memberId = 2; memberId <= 30; memberId++) {
            uint32 back = uint32(uint256(keccak256(abi.encode(seed, memberId))) % 3) + 1;
            genealogy.register(memberId > back ? memberId - back : 1, 0, 0, address(0), 0);
        }
        for (uint32 round = 0; round < 25; round++) {
            uint256 random = uint256(keccak256(abi.encode(seed, "sale", round)));
            uint32 memberId = uint32(between(random, 1, 30));
            _sellAndWalk(memberId, random >> 255 == 1, PERIOD + round / 8, uint64(uint40(random >> 100) >> 1), random >> 180);
        }
        for (uint32 memberId = 1; memberId <= 30; memberId++) equal(creditOf(memberId), expected[memberId], "credit");
    }

    function _sellAndWalk(uint32 memberId, bool customerSale, uint32 period, uint64 cv, uint256 levels) private {
        uint256[10] memory credits = sell(memberId, customerSale, period, cv, levels);
        uint256 level = 0;
        uint32 id = customerSale ? memberId : genealogy.sponsorOf(memberId);
        for (; id > 1 && level < 10; id = genealogy.sponsorOf(id)) {
            (, uint32 activeThrough, , ) = genealogy.salesOf(id);
            if (activeThrough < period) continue;
            uint256 amount = (((levels >> (20 * level)) % (1 << 20)) * cv) / 1_000_000;
            equal(credits[level], amount == 0 ? 0 : packed(id, amount), "level");
            expected[id] += uint64(amount);
            level++;
        }
        while (level < 10) equal(credits[level++], 0, "beyond");
    }
}

contract GenealogyTakeCreditTest is CreditTest {
    function setUp() public override {
        deploy(0);
        admit(1, 1);
        admit(2, 2);
        activate(2, PERIOD);
        sell(3, false, PERIOD, 1000, THREE_LEVELS);
    }

    function test_RevertWhen_CallerIsNotTheVault() public {
        vm.prank(address(ledger));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotVault.selector, address(ledger)));
        genealogy.takeCredit(2, walletOf(1));
    }

    function test_RevertWhen_WalletDoesNotActForTheMember() public {
        vm.prank(address(vault));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotTheWallet.selector, uint32(2), walletOf(2)));
        genealogy.takeCredit(2, walletOf(2));
        equal(creditOf(2), 100, "untouched");
    }

    function test_RevertGiven_BankRoute() public {
        vm.prank(walletOf(1));
        genealogy.chooseRoute(true);
        vm.prank(address(vault));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBankRoute.selector, uint32(2)));
        genealogy.takeCredit(2, walletOf(1));
    }

    function test_EmptiesTheLaneAndNoOther() public {
        vm.startPrank(address(vault));
        equal(genealogy.takeCredit(2, walletOf(1)), 100, "amount");
        equal(genealogy.takeCredit(2, walletOf(1)), 0, "once");
        vm.stopPrank();
        (uint64 credit, uint32 activeThrough, uint32 highest, uint32 window) = genealogy.salesOf(2);
        isTrue(credit == 0 && activeThrough == PERIOD + 1 && highest == 1 && window == 1, "the other lanes");
        isTrue(genealogy.hasWallet(2) && genealogy.sponsorOf(2) == 1 && genealogy.depthOf(2) == 1, "the link");
    }

    function test_TheSmallestCreditIsTakenOnceToo() public {
        vm.prank(address(vault));
        genealogy.takeCredit(2, walletOf(1));
        sell(3, false, PERIOD, 10, 100_000);
        vm.startPrank(address(vault));
        equal(genealogy.takeCredit(2, walletOf(1)), 1, "one unit");
        equal(genealogy.takeCredit(2, walletOf(1)), 0, "once");
        vm.stopPrank();
    }

    function test_GoesWithTheMemberToANewWallet() public {
        bytes memory signature = signBy(4, bindDigest(2, walletOf(4), block.timestamp));
        vm.prank(walletOf(1));
        genealogy.changeWallet(walletOf(4), block.timestamp, signature);
        vm.startPrank(address(vault));
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotTheWallet.selector, uint32(2), walletOf(1)));
        genealogy.takeCredit(2, walletOf(1));
        equal(genealogy.takeCredit(2, walletOf(4)), 100, "amount");
        vm.stopPrank();
    }
}
