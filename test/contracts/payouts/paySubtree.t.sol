// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {IVolumeLedger} from "../../../contracts/interfaces/IVolumeLedger.sol";
import {HostileToken} from "../support/Tokens.sol";
import {vm} from "../support/Vm.sol";
import {PayoutTest} from "./PayoutTest.sol";

contract PayoutVaultPaySubtreeTest is PayoutTest {
    HostileToken private hostile;

    /// @dev Members 2 to 12 are owed 100 to 1,100.
    function setUp() public override {
        super.setUp();
        hostile = new HostileToken();
        vm.etch(address(token), address(hostile).code);
        hostile = HostileToken(address(token));
        for (uint256 person = 7; person <= 12; person++) admit(1, person);
        uint64[] memory sums = new uint64[](11);
        for (uint64 i = 0; i < 11; i++) sums[i] = (i + 1) * 100;
        payAmounts(1, sums);
    }

    function _expectBadSubtree(uint32 from, uint8 height, bytes memory bytesOfLeaves, address[] memory wallets) private {
        bytes32[] memory proof = proofAbove(from, height);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadSubtree.selector, from, height));
        vault.paySubtree(key, from, height, bytesOfLeaves, wallets, proof);
    }

    function test_C15_PaysAllBelowANodeAndTells() public {
        for (uint32 i = 4; i < 8; i++) {
            vm.expectEmit(true, true, true, true, address(vault));
            emit IPayoutVault.Claimed(i, i + 2, walletOf(i + 2), (i + 1) * 100, (i + 1) * 100);
        }
        vm.prank(STRANGER);
        equal(payLeaves(4, 4, 2), 2_600, "amount");
        for (uint32 i = 0; i < 11; i++) {
            uint64 expected = i >= 4 && i < 8 ? owed[i] : 0;
            isTrue(token.balanceOf(walletOf(i + 2)) == expected && settledOf(i + 2) == expected, "those and nobody else");
        }
        isTrue(vault.totalSettled() == 2_600 && vault.lastSeq() == 7, "noted");
    }

    function test_C26_AllIsNotedBeforeTheFirstTransfer() public {
        payLeaves(5, 1, 0);
        vm.recordLogs();
        equal(payLeaves(4, 4, 2), 2_000, "who was paid before is passed over");
        checkPaidTogether(3);
    }

    function test_C24_EverySubtreeOfEverySizeIsPaidOnce() public {
        for (uint8 height = 0; height <= 5; height++) {
            for (uint32 i = 0; i < 11; i++) owed[i] += 7;
            sellAndClose(1_000_000);
            payAmounts(2 + height, owed);
            uint256 paid = 0;
            for (uint32 from = 0; from < 11; from += uint32(1) << height) {
                uint32 size = uint32(1) << height;
                paid += payLeaves(from, 11 - from < size ? 11 - from : size, height);
            }
            equal(paid, height == 0 ? 6_677 : 77, "all that was missing");
            equal(vault.totalSettled(), vault.acceptedTotal(), "everybody");
        }
    }

    function test_TheTwoRestsOfATreeThatIsNotFull() public {
        equal(payLeaves(8, 3, 2), 3_000, "three of four");
        equal(payLeaves(8, 3, 3), 0, "the same three of eight");
        equal(vault.totalSettled(), 3_000, "once");
    }

    function test_RevertWhen_TheLeavesAreNotThoseOfTheSubtree() public {
        _expectBadSubtree(4, 2, packed(4, 3), walletsOf(4, 3));
        _expectBadSubtree(4, 2, packed(4, 5), walletsOf(4, 5));
        _expectBadSubtree(4, 2, packed(3, 4), walletsOf(3, 4));
        _expectBadSubtree(4, 2, packed(4, 4), walletsOf(4, 3));
        _expectBadSubtree(4, 2, packed(4, 4), walletsOf(4, 5));
        _expectBadSubtree(4, 2, abi.encodePacked(packed(4, 4), uint8(0)), walletsOf(4, 4));
        _expectBadSubtree(8, 2, packed(8, 2), walletsOf(8, 2));
        _expectBadSubtree(4, 2, "", new address[](0));
    }

    function test_RevertWhen_TheFirstLeafIsNotAligned() public {
        bytes32[] memory proof = proofAbove(4, 1);
        for (uint32 from = 5; from < 16; from += 2) {
            vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadSubtree.selector, from, uint8(1)));
            vault.paySubtree(key, from, 1, packed(4, 2), walletsOf(4, 2), proof);
        }
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadSubtree.selector, uint32(4), uint8(255)));
        vault.paySubtree(key, 4, 255, packed(0, 11), walletsOf(0, 11), new bytes32[](0));
        equal(vault.paySubtree(key, 0, 255, packed(0, 11), walletsOf(0, 11), new bytes32[](0)), 6_600, "the whole tree");
    }

    function testFuzz_C13_RevertWhen_ALeafOrAProofIsMutated(uint8 place, uint8 bit, bool inProof) public {
        bytes memory bytesOfLeaves = packed(4, 4);
        bytes32[] memory proof = proofAbove(4, 2);
        if (inProof) {
            uint256 node = between(place, 0, proof.length - 1);
            proof[node] ^= bytes32(uint256(1) << bit);
        } else {
            uint256 spot = between(place, 0, bytesOfLeaves.length - 1);
            bytesOfLeaves[spot] ^= bytes1(uint8(1) << (bit % 8));
        }
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadSubtree.selector, uint32(4), uint8(2)));
        vault.paySubtree(key, 4, 2, bytesOfLeaves, walletsOf(4, 4), proof);
    }

    function test_C22_RevertWhen_TheRootIsStale() public {
        bytes12 stale = bytes12(uint96(key) + 1);
        bytes32[] memory proof = proofAbove(4, 2);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultStaleRoot.selector, stale, key));
        vault.paySubtree(stale, 4, 2, packed(4, 4), walletsOf(4, 4), proof);
    }

    function test_C25_OneRefusedRecipientBlocksNobody() public {
        hostile.refuse(walletOf(7), HostileToken.Manner.Revert);
        expectSkip(5, 7, IPayoutVault.PayoutVaultTransferFailed.selector);
        equal(payLeaves(4, 4, 2), 2_000, "the other three");
        isTrue(settledOf(7) == 0 && vault.totalSettled() == 2_000, "the refused is not noted as paid");
        hostile.refuse(walletOf(7), HostileToken.Manner.ReturnFalse);
        equal(payLeaves(4, 4, 2), 0, "nobody again");
        equal(settledOf(7), 0, "nor that one");
    }

    function test_WhoHasNoWalletNamedGetsNoEventBesideARefusedOneEither() public {
        hostile.refuse(walletOf(7), HostileToken.Manner.Revert);
        address[] memory wallets = walletsOf(4, 4);
        wallets[3] = address(0);
        bytes32[] memory proof = proofAbove(4, 2);
        equal(vault.paySubtree(key, 4, 2, packed(4, 4), wallets, proof), 1_200, "the first and the third of the four");
        equal(vault.lastSeq(), 6, "two payments and one that was skipped");
    }

    function test_EachThatCannotBePaidIsNamedUnlessNoWalletIs() public {
        chooseBank(6);
        address[] memory wallets = walletsOf(4, 4);
        (wallets[1], wallets[2]) = (address(0), walletOf(2));
        expectSkip(4, 6, IGenealogy.GenealogyBankRoute.selector);
        expectSkip(5, 8, IGenealogy.GenealogyNotTheWallet.selector);
        bytes32[] memory proof = proofAbove(4, 2);
        equal(vault.paySubtree(key, 4, 2, packed(4, 4), wallets, proof), 800, "the last alone");
        equal(vault.lastSeq(), 6, "who has no wallet named gets no event");
        expectSkip(10, 9, IPayoutVault.PayoutVaultNothingToClaim.selector);
        equal(payLeaves(4, 4, 2), 1_300, "those who were missing, but for the bank");
    }

    function test_C17_PayingStopsAtTheTotal() public {
        equal(payLeaves(0, 11, 4), 6_600, "all");
        uint64[] memory sums = owed;
        (sums[0], sums[1], sums[2]) = (0, 500, 600);
        sellAndClose(1_000_000);
        payAmounts(2, sums);
        equal(vault.acceptedTotal(), 7_100, "500 more");
        // Leaf 0 has taken its 100 already: leaf 1 gets 300 more, and leaf 2 cannot get 300 of the 200 that are left.
        equal(payLeaves(0, 4, 2), 300, "as far as it goes");
        isTrue(settledOf(4) == 300 && vault.totalSettled() == 6_900, "not beyond");
    }

    function testFuzz_C30_PartsAddUpToTheWhole(uint64[11] memory amounts, uint8 height) public {
        uint64[] memory sums = new uint64[](11);
        // Between them they fill all 64 bits of the root; the smallest is one unit more than before.
        uint64 left = type(uint64).max;
        for (uint256 i = 0; i < 11; i++) {
            sums[i] = owed[i] + 1 + uint64(between(amounts[i], 0, left / 3));
            if (i == 10) sums[i] = left;
            left -= sums[i];
        }
        _allow(type(int128).max);
        payAmounts(2, sums);
        equal(vault.acceptedTotal(), type(uint64).max, "as much as a root can say");

        uint8 levels = uint8(between(height, 0, 4));
        uint32 size = uint32(1) << levels;
        uint256 paid = 0;
        for (uint32 from = 0; from < 11; from += size) {
            paid += payLeaves(from, 11 - from < size ? 11 - from : size, levels);
        }
        equal(paid, type(uint64).max, "the parts are the whole");
        isTrue(vault.totalSettled() == type(uint64).max && token.balanceOf(address(vault)) == 0, "nothing is left over");
    }

    /// @dev Period 2 with any budget.
    function _allow(int128 budget) private {
        sellAndClose(1_000_000);
        IVolumeLedger.Period memory frozen = ledger.periodOf(2);
        bytes memory question = abi.encodeCall(ledger.payoutTermsOf, (2));
        vm.mockCall(address(ledger), question, abi.encode(frozen.planVersion, budget, frozen.inputHash, uint64(0)));
    }
}
