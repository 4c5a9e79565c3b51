// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {vm} from "../support/Vm.sol";
import {PayoutTest} from "./PayoutTest.sol";

contract PayoutVaultAcknowledgeBankTest is PayoutTest {
    bytes32 private constant REGISTER = keccak256("bank register of July");

    /// @dev Members 2 to 6 have wallets, 3 and 5 chose the bank, and 7 has no wallet; they are owed 100 to 600.
    function setUp() public override {
        super.setUp();
        genealogy.register(1, 0, 0, address(0), 0);
        chooseBank(3);
        chooseBank(5);
        uint64[] memory sums = new uint64[](6);
        for (uint64 i = 0; i < 6; i++) sums[i] = (i + 1) * 100;
        payAmounts(1, sums);
    }

    function _keys(uint32 from, uint32 count) private pure returns (address[] memory keys) {
        keys = walletsOf(from, count);
        if (from + count == 6) keys[count - 1] = address(7);
    }

    function _acknowledge(uint32 from, uint32 count, uint8 height, uint256 chosen) private returns (uint256) {
        bytes32[] memory proof = proofAbove(from, height);
        vm.prank(ACCOUNTANT);
        return vault.acknowledgeBank(key, from, height, packed(from, count), _keys(from, count), chosen, proof, REGISTER);
    }

    function test_RevertWhen_CallerIsNoAccountant() public {
        bytes32[] memory proof = proofAbove(0, 3);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this)));
        vault.acknowledgeBank(key, 0, 3, packed(0, 6), _keys(0, 6), 1, proof, REGISTER);
    }

    function test_NotesWhoWasChosenAndTells() public {
        uint256 balance = token.balanceOf(address(vault));
        vm.expectEmit(true, true, true, true, address(vault));
        emit IPayoutVault.BankAcknowledged(4, 3, REGISTER, 200, 200);
        emit IPayoutVault.BankAcknowledged(5, 7, REGISTER, 600, 600);
        equal(_acknowledge(0, 6, 3, 34), 800, "amount");
        isTrue(settledOf(3) == 200 && settledOf(5) == 0, "only who was chosen");
        equal(genealogy.settledOf(7, address(0)), 600, "also without a wallet");
        equal(token.balanceOf(address(vault)), balance, "no token moves");
        isTrue(vault.totalSettled() == 800 && vault.liabilities() == 1_300, "but it is no longer owed");
    }

    function test_M3_PaysTheGrowthOnlyAndNothingTwice() public {
        _acknowledge(0, 6, 3, 2);
        expectSkip(5, 3, IPayoutVault.PayoutVaultNothingToClaim.selector);
        equal(_acknowledge(0, 6, 3, 2), 0, "twice is once");
        uint64[] memory sums = owed;
        sums[1] = 250;
        sellAndClose(1_000_000);
        payAmounts(2, sums);
        equal(_acknowledge(0, 4, 2, 2), 50, "the growth");
        vm.prank(walletOf(3));
        genealogy.chooseRoute(false);
        sums[1] = 300;
        sellAndClose(1_000_000);
        payAmounts(3, sums);
        equal(claim(3, 300), 50, "the other route goes on where this one ended");
    }

    function test_WhoIsOnTheTokenRouteIsPassedOver() public {
        expectSkip(4, 2, IGenealogy.GenealogyTokenRoute.selector);
        equal(_acknowledge(0, 6, 3, 3), 200, "the other one");
        equal(settledOf(2), 0, "not that one");
        equal(claim(2, 100), 100, "who can still claim");
    }

    function test_WhoGotAWalletMeanwhileIsPassedOver() public {
        bytes memory signature = signBy(7, bindDigest(7, walletOf(7), block.timestamp));
        vm.prank(REGISTRAR_ADMIN);
        genealogy.bindWallet(7, walletOf(7), block.timestamp, signature);
        expectSkip(4, 7, IGenealogy.GenealogyNotTheWallet.selector);
        equal(_acknowledge(0, 6, 3, 32), 0, "amount");
        equal(claim(7, 600), 600, "the wallet gets it");
    }

    function test_M4_AClaimByTokenIsRefusedOnTheBankRoute() public {
        bytes32[] memory proof = proofAbove(1, 0);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBankRoute.selector, uint32(3)));
        vault.claim(key, 3, 1, 200, walletOf(3), proof);
    }

    function test_RevertWhen_TheLeavesAreNotThoseOfTheSubtree() public {
        address[] memory keys = _keys(0, 6);
        bytes32[] memory proof = proofAbove(0, 3);
        bytes memory fault = abi.encodeWithSelector(IPayoutVault.PayoutVaultBadSubtree.selector, uint32(0), uint8(3));
        bytes memory short = packed(0, 5);
        bytes memory all = packed(0, 6);
        vm.startPrank(ACCOUNTANT);
        vm.expectRevert(fault);
        vault.acknowledgeBank(key, 0, 3, short, keys, 1, proof, REGISTER);
        vm.expectRevert(fault);
        vault.acknowledgeBank(key, 0, 3, all, keys, 64, proof, REGISTER);
        all[11] ^= 0x01;
        vm.expectRevert(fault);
        vault.acknowledgeBank(key, 0, 3, all, keys, 1, proof, REGISTER);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultStaleRoot.selector, bytes12(0), key));
        vault.acknowledgeBank(0, 0, 3, all, keys, 1, proof, REGISTER);
        vm.stopPrank();
    }

    function test_RevertWhen_MoreLeavesThanTheBitmapHasBits() public {
        uint64[] memory sums = new uint64[](257);
        for (uint256 i = 0; i < 257; i++) sums[i] = i < 6 ? owed[i] : 1;
        sellAndClose(1_000_000);
        payAmounts(2, sums);
        bytes32[] memory proof = proofAbove(0, 9);
        bytes memory all = packed(0, 257);
        vm.prank(ACCOUNTANT);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadSubtree.selector, uint32(0), uint8(9)));
        vault.acknowledgeBank(key, 0, 9, all, new address[](257), 2, proof, REGISTER);
        address[] memory keys = new address[](256);
        (keys[1], keys[5]) = (walletOf(3), address(7));
        proof = proofAbove(0, 8);
        all = packed(0, 256);
        vm.prank(ACCOUNTANT);
        equal(vault.acknowledgeBank(key, 0, 8, all, keys, (1 << 255) | 34, proof, REGISTER), 800, "256 are not too many");
    }

    function test_C17_RevertWhen_ItWouldExceedTheTotal() public {
        claim(2, 100);
        sellAndClose(1_000_000);
        uint64[] memory sums = owed;
        (sums[0], sums[5]) = (0, 700);
        payAmounts(2, sums);
        isTrue(claim(4, 300) == 300 && claim(6, 500) == 500, "the token route");
        bytes32[] memory proof = proofAbove(0, 3);
        bytes memory all = packed(0, 6);
        vm.prank(ACCOUNTANT);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultOverTotal.selector, uint256(2_200), uint64(2_100)));
        vault.acknowledgeBank(key, 0, 3, all, _keys(0, 6), 42, proof, REGISTER);
        equal(vault.totalSettled(), 900, "all or nothing, because the root is at fault");
        equal(_acknowledge(0, 6, 3, 40), 1_100, "as far as it goes");
    }
}
